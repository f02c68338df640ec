"""The words of a province's politics: slots that templates draw from.

Every list is one entry a line; an entry may itself hold `{slots}`. The texts are written for this
project; names of people are put together by chance. Tone marks stand in the older place (`uỷ`,
`khoá`); `prose` mixes in the newer one, as the paper does.
"""

from __future__ import annotations

DISTRICTS = (
    "Bắc Sơn", "Bình Gia", "Cao Lộc", "Chi Lăng", "Đình Lập", "Hữu Lũng", "Lộc Bình", "Tràng Định",
    "Văn Lãng", "Văn Quan",
)  # fmt: skip
FAMILY_NAMES = (
    "Nguyễn", "Hoàng", "Lý", "Nông", "Vi", "Lương", "Hà", "Chu", "Dương", "Triệu", "Đặng", "Bế",
    "Lăng", "Trịnh", "Phùng", "Lục", "Mã", "Đàm", "Tô", "Phan", "Vũ", "Đinh", "Lộc", "Hứa",
)  # fmt: skip
MIDDLE_NAMES = (
    "Văn", "Thị", "Minh", "Đức", "Hữu", "Thanh", "Ngọc", "Xuân", "Hải", "Công", "Thu", "Hồng",
    "Kim", "Bích", "Thế", "Mạnh", "Quang", "Trung", "Khánh", "Diệu",
)  # fmt: skip
GIVEN_NAMES = (
    "An", "Bình", "Cường", "Dũng", "Đạt", "Giang", "Hiền", "Hoà", "Huệ", "Khôi", "Lan", "Liên",
    "Mai", "Nga", "Nhung", "Phương", "Quyên", "Sáng", "Tâm", "Thắm", "Thuỷ", "Toàn", "Trường",
    "Tuyết", "Uyên", "Vân", "Yến", "Hằng", "Điệp", "Kiên",
)  # fmt: skip
PEN_FIRST = (
    "Minh", "Thu", "Hồng", "Ngọc", "Bích", "Lan", "Gia", "Tuấn", "Anh", "Mai", "Việt", "Khánh",
    "Diệu", "Hải", "Quang", "Thuỳ", "Nông", "Triệu", "Hoàng", "Vy",
)  # fmt: skip
PEN_LAST = (
    "Sơn", "Đăng", "Phương", "Trang", "Nhung", "Hiếu", "Thảo", "Dương", "Nga", "Luyện", "Vượng",
    "Quyền", "Thành", "Linh", "Thuận", "Hoa", "Cúc", "Tình", "Định", "Nam",
)  # fmt: skip


def _lines(text: str) -> tuple[str, ...]:
    """Split a block of entries, one a line; blank lines only part groups for the eye."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


SLOTS: dict[str, tuple[str, ...]] = {
    "district": DISTRICTS,
    "family": FAMILY_NAMES,
    "middle": MIDDLE_NAMES,
    "given": GIVEN_NAMES,
    "person": ("{family} {middle} {given}",),
    "commune": _lines("""
        Nà Lầu
        Khuổi Mươi
        Bản Thí
        Tân Thịnh
        Hoà Lạc
        Yên Trạch
        Vân Thuỷ
        Kéo Coong
        Pác Luống
        Thiện Long
        Quang Bí
        Lũng Phầy
        Minh Hoà
        Đồng Ý
        Hưng Vũ
    """),
    "time": _lines("""
        Sáng {day}
        Chiều {day}
        Ngày {day}
        Trong 2 ngày {daypair}
        Sáng ngày {day}
        Tối {day}
        Chiều ngày {day}
    """),
    "org": _lines("""
        Ban Thường vụ Tỉnh uỷ
        Ban Chấp hành Đảng bộ tỉnh
        Thường trực HĐND tỉnh
        UBND tỉnh
        Đoàn đại biểu Quốc hội tỉnh
        Uỷ ban MTTQ Việt Nam tỉnh
        Ban Tổ chức Tỉnh uỷ
        Uỷ ban Kiểm tra Tỉnh uỷ
        Ban Dân vận Tỉnh uỷ
        Ban Tuyên giáo Tỉnh uỷ
        Ban Nội chính Tỉnh uỷ
        Huyện uỷ {district}
        UBND huyện {district}
        Thường trực HĐND huyện {district}
        Uỷ ban MTTQ Việt Nam huyện {district}
        Thành uỷ Lạng Sơn
        Đảng uỷ Khối các cơ quan tỉnh
        Đảng uỷ Quân sự tỉnh
        Bộ Chỉ huy Bộ đội Biên phòng tỉnh
        Đảng uỷ Công an tỉnh
        Hội Nông dân tỉnh
        Hội Liên hiệp Phụ nữ tỉnh
        Hội Cựu chiến binh tỉnh
        Liên đoàn Lao động tỉnh
        Tỉnh đoàn Lạng Sơn
        Sở Nội vụ
        Sở Nông nghiệp và Phát triển nông thôn
        Trường Chính trị tỉnh
        Ban Văn hoá – Xã hội HĐND tỉnh
        Ban Pháp chế HĐND tỉnh
        Ban Kinh tế – Ngân sách HĐND tỉnh
        Đảng uỷ xã {commune}, huyện {district}
    """),
    "role": _lines("""
        Phó Bí thư Thường trực Tỉnh uỷ
        Chủ tịch HĐND tỉnh
        Uỷ viên Ban Thường vụ Tỉnh uỷ
        Uỷ viên Ban Thường vụ, Trưởng Ban Tổ chức Tỉnh uỷ
        Tỉnh uỷ viên, Bí thư Huyện uỷ {district}
        Phó Chủ tịch UBND tỉnh
        Phó Chủ tịch Thường trực HĐND tỉnh
        Phó Trưởng đoàn chuyên trách Đoàn đại biểu Quốc hội tỉnh
        Chủ tịch Uỷ ban MTTQ Việt Nam tỉnh
        Chủ nhiệm Uỷ ban Kiểm tra Tỉnh uỷ
        Trưởng Ban Dân vận Tỉnh uỷ
        Phó Bí thư Huyện uỷ, Chủ tịch UBND huyện {district}
        Giám đốc Sở Nội vụ
        Chánh Văn phòng Tỉnh uỷ
    """),
    "official": ("đồng chí {person}, {role}",),
    "field": _lines("""
        xây dựng Đảng
        kiểm tra, giám sát
        dân vận
        tuyên giáo
        tổ chức, cán bộ
        cải cách hành chính
        nội chính và phòng, chống tham nhũng
        quốc phòng, quân sự địa phương
        biên phòng toàn dân
        mặt trận và các đoàn thể
        thanh niên và phong trào thanh thiếu nhi
        chuyển đổi số
        phát triển đảng viên ở khu dân cư
        đối ngoại nhân dân
        tiếp công dân, giải quyết đơn thư
        giáo dục lý luận chính trị
    """),
    "matter": _lines("""
        việc thực hiện chính sách đối với người có uy tín
        công tác giải phóng mặt bằng các dự án trọng điểm
        tiến độ xây dựng nông thôn mới
        việc sắp xếp các đơn vị hành chính cấp xã
        công tác phòng cháy, chữa cháy rừng
        việc quản lý đất đai tại các xã biên giới
        tình hình thực hiện dự toán ngân sách nhà nước
        việc chấp hành pháp luật về bảo vệ môi trường
        công tác chuẩn bị đại hội chi bộ nhiệm kỳ {term}
        việc thực hiện quy chế dân chủ ở cơ sở
        công tác giảm nghèo bền vững
        việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh
        hoạt động xuất nhập khẩu qua các cửa khẩu
        chất lượng sinh hoạt chi bộ ở thôn, khối phố
        việc giải quyết ý kiến, kiến nghị của cử tri
        công tác tuyển chọn và gọi công dân nhập ngũ
        việc bố trí cán bộ không chuyên trách ở cơ sở
        chương trình mỗi xã một sản phẩm
    """),
    "quarter": ("I", "II", "III", "IV"),
    "khoa": ("XII", "XIII", "XIV", "XV", "XVI", "XVII"),
    "ordinal": (
        "thứ nhất",
        "thứ hai",
        "thứ ba",
        "thứ năm",
        "thứ sáu",
        "thứ tám",
        "thứ mười",
        "thứ mười hai",
        "thứ mười lăm",
        "thứ mười tám",
        "thứ hai mươi",
        "thứ hai mươi ba",
    ),
    "doctype": (
        "Nghị quyết|NQ/TU",
        "Chỉ thị|CT/TU",
        "Kết luận|KL/TU",
        "Kế hoạch|KH/TU",
        "Quy định|QĐ/TU",
        "Đề án|ĐA/TU",
        "Hướng dẫn|HD/BTCTU",
        "Chương trình|CTr/TU",
    ),
    "issuer": (
        "Ban Thường vụ Tỉnh uỷ",
        "Ban Chấp hành Đảng bộ tỉnh",
        "Tỉnh uỷ",
        "Thường trực Tỉnh uỷ",
    ),
    "event": _lines("""
        hội nghị tổng kết công tác {field} năm {year}, triển khai nhiệm vụ năm {nextyear}
        hội nghị sơ kết công tác {field} quý {quarter} năm {year}
        hội nghị quán triệt, triển khai {doc}
        hội nghị giao ban công tác {field} tháng {month}
        lớp bồi dưỡng nghiệp vụ {field} năm {year}
        kỳ họp {ordinal}, khoá {khoa}, nhiệm kỳ {term}
        hội nghị tiếp xúc cử tri tại xã {commune}, huyện {district}
        hội nghị sơ kết {small} năm thực hiện {doc}
        diễn đàn lắng nghe ý kiến Nhân dân về {matter}
        toạ đàm trao đổi kinh nghiệm về công tác {field}
        lễ trao Huy hiệu Đảng đợt {feast} năm {year}
        hội nghị lấy ý kiến góp ý vào dự thảo {draft}
        buổi làm việc với huyện {district} về {matter}
        hội nghị đánh giá kết quả {matter}
    """),
    "feast": ("3/2", "19/5", "2/9", "7/11"),
    "draft": _lines("""
        báo cáo chính trị trình đại hội nhiệm kỳ {term}
        nghị quyết về {matter}
        quy chế phối hợp giữa các cơ quan trong công tác {field}
        kế hoạch đầu tư công trung hạn
    """),
    "target": _lines("""
        thu ngân sách trên địa bàn
        tỷ lệ che phủ rừng
        kết nạp đảng viên mới
        giải ngân vốn đầu tư công
        tỷ lệ hộ nghèo được tiếp cận vốn vay ưu đãi
        số xã đạt chuẩn nông thôn mới
        tỷ lệ hồ sơ giải quyết trước hạn
        số cuộc kiểm tra, giám sát chuyên đề
        tỷ lệ dân số tham gia bảo hiểm y tế
        số mô hình dân vận khéo
    """),
    "verb_lead": _lines("""
        tập trung lãnh đạo, chỉ đạo
        quan tâm triển khai đồng bộ
        chủ động xây dựng kế hoạch và thực hiện tốt
        tăng cường kiểm tra, đôn đốc
        kịp thời cụ thể hoá
        phối hợp chặt chẽ trong
        thường xuyên nắm tình hình, giải quyết dứt điểm vướng mắc trong
    """),
    "limit": _lines("""
        tiến độ ở một số nơi còn chậm
        công tác phối hợp giữa các cơ quan có lúc chưa kịp thời
        chất lượng sinh hoạt của một số chi bộ chưa cao
        việc tự phê bình và phê bình còn nể nang
        kinh phí bố trí cho cơ sở còn hạn hẹp
        năng lực của một bộ phận cán bộ chưa đáp ứng yêu cầu
        công tác tuyên truyền chưa thật sự sâu rộng
        một số kiến nghị của cử tri chậm được trả lời
    """),
    "audience": _lines("""
        các đồng chí lãnh đạo sở, ban, ngành liên quan
        đại diện cấp uỷ các huyện, thành phố
        hơn {hundreds} đại biểu là cán bộ chủ chốt các xã, phường, thị trấn
        các đồng chí trong ban chấp hành
        trên {tens} cử tri đại diện cho các thôn trên địa bàn
        các vị chức sắc, người có uy tín tiêu biểu
        lực lượng vũ trang và học sinh các trường trên địa bàn
    """),
}
