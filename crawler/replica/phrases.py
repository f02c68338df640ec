# ruff: noqa: E501  (a sentence of the paper stays on one line)
"""Sentences of provincial politics, by the part they play in a report."""

from __future__ import annotations

from crawler.replica.vocabulary import SLOTS, _lines

__all__ = ["PARTS", "PHRASES"]

# What a report is made of, in the order in which reports are written.
PARTS = ("attend", "results", "figures", "debate", "speech", "tasks", "closing")

PHRASES: dict[str, tuple[str, ...]] = {
    "attend": _lines("""
        Dự hội nghị có {official}; {audience}.
        Tham dự có {audience}, cùng {official}.
        Cùng dự có {official} và {audience}.
        Chủ trì buổi làm việc là {official}; tham gia đoàn có {audience}.
        Chương trình có sự tham gia của {audience}; {official} đến dự và chúc mừng.
        Hội nghị được tổ chức trực tiếp kết hợp trực tuyến đến {tens} điểm cầu, với {audience}.
    """),
    "results": _lines("""
        Trong {small} tháng qua, các cấp uỷ đã {verb_lead} {matter}; {target} đạt {pct}% kế hoạch năm.
        Theo báo cáo tại hội nghị, {target} ước đạt {pct}%, tăng {digit},{digit}% so với cùng kỳ năm {lastyear}.
        Công tác {field} tiếp tục được quan tâm, toàn đảng bộ đã tổ chức {tens} đợt sinh hoạt chuyên đề, thu hút {thousands} lượt người tham gia.
        Việc thực hiện {doc} được các chi, đảng bộ trực thuộc triển khai nghiêm túc, gắn với {matter}.
        Các tổ chức chính trị – xã hội đã xây dựng {tens} mô hình mới, trong đó có {small} mô hình được nhân rộng ra toàn huyện {district}.
        Từ đầu nhiệm kỳ đến nay, {org} đã ban hành {tens} văn bản để {verb_lead} {matter}.
        Đến hết tháng {month}, toàn tỉnh có {tens} xã hoàn thành chỉ tiêu về {target}, vượt {small} xã so với nghị quyết đề ra.
        Hoạt động của ban chỉ đạo các cấp đi vào nền nếp; {hundreds} lượt ý kiến của Nhân dân được tiếp thu, giải trình.
        Cùng với đó, {org} đã {verb_lead} {matter}, được cán bộ, đảng viên và Nhân dân đồng tình.
        Qua đánh giá, {pct}% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên, không có tổ chức nào xếp loại yếu.
        Các đoạn phim tuyên truyền do {org} thực hiện đã thu hút {thousands} lượt xem trên mạng xã hội.
    """),
    "figures": _lines("""
        Năm {lastyear}, huyện {district} đã huy động {tens} tỷ đồng cho {matter}, làm mới {tens} km đường giao thông nông thôn.
        Trong số {hundreds} kiến nghị được gửi đến, có {tens} kiến nghị đã giải quyết xong, {small} kiến nghị đang được xem xét.
        Toàn huyện hiện có {thousands} đảng viên sinh hoạt tại {hundreds} chi bộ, trong đó {pct}% là đảng viên ở nông thôn.
        Riêng xã {commune} đã vận động {hundreds} hộ hiến trên {thousands} m2 đất, đóng góp {thousands} ngày công.
        Đoàn đã khảo sát thực tế tại {small} xã của huyện {district}, nghe {tens} lượt ý kiến về {matter}.
        Tổng kinh phí thực hiện là {tens},{digit} tỷ đồng, trong đó ngân sách tỉnh hỗ trợ {pct}%.
        Kết quả, {target} tăng từ {tens}% lên {pct}% chỉ sau {small} năm.
    """),
    "debate": _lines("""
        Tại hội nghị, các đại biểu đã thảo luận, làm rõ kết quả đạt được; nguyên nhân của hạn chế như {limit}; đề xuất giải pháp trong công tác {field}.
        Nhiều ý kiến cho rằng {limit}, {limit}, do đó cần tiếp tục {verb_lead} {matter}.
        Phát biểu thảo luận, {official} nêu rõ: {limit}, vì vậy cần phân công rõ người, rõ việc, rõ thời hạn.
        Cử tri xã {commune} phản ánh {limit}; đề nghị các cấp quan tâm {matter}.
        Các đại biểu cũng nghe tờ trình về {draft} và cho ý kiến vào {tens} nội dung còn khác nhau.
        Bên cạnh kết quả đạt được, đoàn giám sát chỉ ra một số tồn tại: {limit}; {limit}.
        Tham luận của {org} tập trung vào {matter} và kinh nghiệm trong công tác {field}.
        Trao đổi tại buổi làm việc, đại diện {org} kiến nghị {small} nội dung liên quan đến {matter}.
    """),
    "speech": _lines("""
        Phát biểu chỉ đạo, {official} ghi nhận, biểu dương những kết quả mà {org} đã đạt được trong thời gian qua.
        Kết luận hội nghị, {official} đề nghị các cấp uỷ tiếp tục {verb_lead} {matter} theo tinh thần {doc}.
        Phát biểu tại buổi làm việc, {official} nhấn mạnh: việc thực hiện {doc} phải gắn với {matter}, tránh hình thức.
        Thay mặt lãnh đạo tỉnh, {official} giao {org} chủ trì, phối hợp với các ngành {verb_lead} {matter} trước ngày {day}.
        Đồng chí yêu cầu người đứng đầu cấp uỷ, chính quyền trực tiếp {verb_lead} công tác {field}; kịp thời khắc phục tình trạng {limit}.
        Đồng chí cũng lưu ý cần quan tâm hơn nữa đến {matter}, nhất là ở các xã biên giới của huyện {district}.
        Tiếp thu ý kiến các đại biểu, {official} giải trình làm rõ {small} nhóm vấn đề liên quan đến {matter}.
    """),
    "tasks": _lines("""
        Trong quý {quarter}, {org} xác định {small} nhiệm vụ trọng tâm, trước hết là {matter} và công tác {field}.
        Thời gian tới, các chi, đảng bộ tiếp tục tuyên truyền, thực hiện {doc}; nâng cao chất lượng công tác {field}.
        Phấn đấu đến hết năm {year}, {target} đạt {pct}% trở lên, hoàn thành sớm các chỉ tiêu nghị quyết nhiệm kỳ {term}.
        Các huyện, thành phố rà soát lại {matter}, báo cáo kết quả về {org} trước ngày {day}.
        Uỷ ban kiểm tra các cấp tăng cường giám sát theo chuyên đề, chú trọng {matter}.
        Mỗi cơ quan, đơn vị lựa chọn ít nhất {small} việc đột phá, đăng ký với {org} để theo dõi.
    """),
    "closing": _lines("""
        Nhân dịp này, {small} tập thể và {tens} cá nhân được khen thưởng vì có thành tích trong công tác {field}.
        Hội nghị cũng thông qua {small} nghị quyết quan trọng về {matter}.
        Trước đó, đoàn đã dâng hương tại Khu lưu niệm và thăm, tặng quà {tens} gia đình chính sách ở xã {commune}.
        Dịp này, ban tổ chức trao {tens} suất quà, mỗi suất trị giá {small} triệu đồng, cho các hộ khó khăn của huyện {district}.
        Sau hội nghị, các đại biểu đi thăm mô hình phát triển kinh tế tại thôn Nà Pàn, xã {commune}.
        Kế hoạch sẽ được {org} cụ thể hoá và triển khai ngay trong tháng {month}.
        Đợt tiếp theo khai mạc lúc 8 giờ 00 phút, {weekdate} tại hội trường huyện {district}.
    """),
    "quote": _lines("""
        “Chúng tôi xác định {matter} là việc làm thường xuyên, phải có sản phẩm cụ thể để Nhân dân giám sát”
        “Muốn làm tốt công tác {field} thì cán bộ phải gần dân, hiểu dân và nói đi đôi với làm”
        “Từ khi có {doc}, bà con trong thôn yên tâm hơn và tích cực tham gia {matter}”
        “Khó khăn lớn nhất hiện nay là {limit}, nhưng đơn vị quyết tâm hoàn thành trong năm {year}”
    """),
    "heading": _lines("""
        Chuyển biến từ cơ sở
        Những kết quả bước đầu
        Gỡ khó từ thực tiễn
        Tạo sự đồng thuận trong Nhân dân
        Phát huy vai trò nêu gương
        Giải pháp trong thời gian tới
        Sát dân, gần dân ở huyện {district}
        Bài học từ xã {commune}
        Quyết tâm hoàn thành chỉ tiêu nhiệm kỳ {term}
    """),
    "item": _lines("""
        Tiếp tục {verb_lead} {matter}
        Hoàn thành {draft} trước ngày {day}
        Nâng cao chất lượng công tác {field} ở cơ sở
        Bố trí {tens} tỷ đồng cho {matter}
        Kiểm tra, giám sát {matter} tại huyện {district}
        Kết nạp mới ít nhất {tens} đảng viên trong năm {year}
        Khắc phục tình trạng {limit}
    """),
    "caption": _lines("""
        Đại biểu dự hội nghị
        Quang cảnh hội nghị
        Đại biểu phát biểu thảo luận
        Đồng chí {person}, {role} phát biểu tại hội nghị
        Lãnh đạo {org} trao giấy khen cho các tập thể
        Đoàn giám sát kiểm tra thực tế tại xã {commune}, huyện {district}
        Cử tri xã {commune} nêu ý kiến, kiến nghị
        Cán bộ xã {commune} trao đổi với Nhân dân về {matter}
        Các đại biểu biểu quyết thông qua nghị quyết
        Người dân thôn Nà Pàn, xã {commune} góp công làm đường giao thông nông thôn
        Đồng chí {person} tặng hoa chúc mừng {org}
        Toàn cảnh buổi làm việc của {org} với huyện {district}
    """),
    "tag": _lines("""
        {org}
        huyện {district}
        công tác {field}
        {target}
        xây dựng Đảng
        đại hội nhiệm kỳ {term}
        tiếp xúc cử tri
        nông thôn mới
        Lạng Sơn
    """),
    "kicker": _lines("""
        Hướng tới đại hội đảng các cấp nhiệm kỳ {term}:
        Học tập và làm theo Bác:
        Đưa nghị quyết vào cuộc sống:
        Hội đồng nhân dân huyện {district}:
        {org}:
        Kỳ họp {ordinal}, HĐND tỉnh khoá {khoa}:
        Công tác {field}:
    """),
}
PHRASES.update({f"slot:{name}": entries for name, entries in SLOTS.items()})
