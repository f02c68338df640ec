"""The words that names of Vietnamese institutions are built from: party, state, front, army, courts. Pure.

Written for this project from the country's laws on its own organs; no entry is a person. Entries may
stand in either spelling of the tone marks.
"""

from __future__ import annotations

from typing import Final

from crawler.annotate.reading import fold
from crawler.annotate.words import lines

# What an institution's name begins with, or goes on with after another head (`Ban Tổ chức Tỉnh uỷ`).
HEADS: Final = lines("""
    Đảng; Trung ương Đảng; Trung ương; TW; TƯ; TW Đảng; Ban Chấp hành; BCH; Ban Chấp hành Trung ương
    Ban Chấp hành Trung ương Đảng; BCH Trung ương Đảng; Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam
    Bộ Chính trị; Ban Bí thư; Ban Thường vụ; BTV; Thường vụ; Ban Bí thư Trung ương Đảng; Đảng bộ
    Đảng uỷ; Đảng đoàn; Ban cán sự; Ban cán sự đảng; Đảng Cộng sản; Đảng Cộng sản Việt Nam; Tỉnh uỷ
    Thành uỷ; Huyện uỷ; Thị uỷ; Quận uỷ; Khu uỷ; Châu uỷ; Chi uỷ; Chi bộ; Đảng uỷ bộ phận; Đảng uỷ Khối
    Quân uỷ; Quân uỷ Trung ương; Đảng uỷ Quân sự; Đảng uỷ Công an; Đảng uỷ Công an Trung ương; Uỷ ban
    Uỷ ban nhân dân; UBND; HĐND; Hội đồng nhân dân; Thường trực; Hội đồng; Quốc hội
    Uỷ ban Thường vụ Quốc hội; UBTVQH; Hội đồng Dân tộc; Nhà nước; Chính phủ; Chủ tịch nước
    Đoàn đại biểu Quốc hội; Đoàn ĐBQH; ĐBQH; Đoàn ĐBQH và HĐND; Đoàn đại biểu Quốc hội và HĐND; Mặt trận
    Mặt trận Tổ quốc; MTTQ; UBMTTQ; UB MTTQ; Uỷ ban MTTQ; Uỷ ban Mặt trận Tổ quốc; Bộ; Sở; Ban; Phòng
    Vụ; Cục; Tổng cục; Chi cục; Viện; Văn phòng; Thanh tra; VP; Văn phòng Chính phủ; Ban Quản lý
    Ban Chỉ đạo; Ban Chỉ huy; Ban Tổ chức; Ban Giám đốc; Ban Giám hiệu; Ban Đại diện; Tiểu ban; Tổ
    Tổ công tác; Tổ giúp việc; Hội đồng quản trị; Hội đồng thành viên; Đoàn Chủ tịch; Đoàn giám sát
    Đoàn công tác; Đoàn kiểm tra; Đoàn khảo sát; Đoàn đại biểu; Đoàn Thư ký; Ban Thư ký; Toà án
    Toà án nhân dân; TAND; Viện kiểm sát; Viện kiểm sát nhân dân; VKSND; Viện KSND; VKS; KSND
    Toà án nhân dân tối cao; Viện Kiểm sát nhân dân tối cao; Kiểm toán Nhà nước; Kiểm toán; Công an
    Quân đội; Quân đội nhân dân; Bộ Chỉ huy; Bộ Tư lệnh; Quân khu; Quân đoàn; Binh đoàn; Quân chủng
    Sư đoàn; Lữ đoàn; Trung đoàn; Tiểu đoàn; Đại đội; Trung đội; Biên phòng; Bộ đội Biên phòng; BĐBP
    Bộ đội; Quân sự; Bộ CHQS; CHQS; BCHQS; Bộ Chỉ huy Quân sự; Bộ Chỉ huy BĐBP; Ban Chỉ huy Quân sự
    Cảnh sát; Tỉnh đoàn; Thành đoàn; Huyện đoàn; Thị đoàn; Đoàn Thanh niên
    Đoàn Thanh niên Cộng sản Hồ Chí Minh; Đoàn TNCS Hồ Chí Minh; Đoàn; Đoàn khối; Trung ương Đoàn; Đội
    Liên hiệp; Liên đoàn; Liên minh; Liên hiệp các; Liên minh Hợp tác xã; LĐLĐ; Liên đoàn Lao động
    Tổng Liên đoàn; Tổng Liên đoàn Lao động; Công đoàn; Hội; Hội Nông dân; Hội Phụ nữ; Hội LHPN
    Hội Liên hiệp Phụ nữ; Hội Cựu chiến binh; Hội CCB; Hội LHTN; Hội Chữ thập đỏ; Hội Khuyến học
    Hội Người cao tuổi; Hội Luật gia; Hội Nhà báo; Hội Văn học Nghệ thuật; Hội Liên hiệp Thanh niên
    Hội Doanh nghiệp; Hội Đông y; Hội Cựu thanh niên xung phong; Hội Bảo trợ; Hội Người mù; Hội Làm vườn
    Hội Kế hoạch hoá gia đình; Hiệp hội; Liên hiệp hội; Chi hội; Phân hội; Chi hội Phụ nữ
    Chi hội Nông dân; Câu lạc bộ; Bảo hiểm xã hội; BHXH; Kho bạc Nhà nước; Kho bạc; Ngân hàng Nhà nước
    Ngân hàng; Ngân hàng Chính sách xã hội; NHCSXH; Cục Thuế; Cục Hải quan; Hải quan; Thuế; Cục Thống kê
    Cục Quản lý; Chi cục Thuế; Chi cục Hải quan; Chi cục Kiểm lâm; Hạt Kiểm lâm; Hạt; Trạm; Trung tâm
    Học viện; Khoa; Học viện Chính trị quốc gia Hồ Chí Minh; Tổng Lãnh sự quán; Đại sứ quán; Báo; Đài
    Tạp chí; Quỹ; Đài Phát thanh và Truyền hình; Đài PT-TH; Báo và Phát thanh, Truyền hình; Thông tấn xã
    Trường; Trường Chính trị; Trường Chính trị Hoàng Văn Thụ; Đồn Biên phòng; Đồn; Phân viện; Chi nhánh
    Công ty; Tổng Công ty; Tập đoàn; Hợp tác xã; HTX; Bệnh viện; Hội đồng Giáo sư; Phòng Giao dịch
    Bưu điện; Viễn thông; Công ty TNHH; Công ty Cổ phần; Điện lực; Công ty Điện lực; Nhà khách; Thư viện
    Bảo tàng; Khối; Cơ quan; Ban Biên tập; Toà soạn; Nhà xuất bản; Hội đồng Thi đua - Khen thưởng
    Liên Bộ; Liên ngành; Sở, ngành; Uỷ ban nhân dân và Hội đồng nhân dân; Cụm; Bí thư Trung ương Đảng
    Khu kinh tế; Khu công nghiệp; Vườn quốc gia; Ban Trị sự; Hội đồng Trị sự; Giáo hội
    Giáo hội Phật giáo; Giáo hội Phật giáo Việt Nam; GHPGVN; Uỷ ban Đoàn kết; Ban Đoàn kết Công giáo
""")
# What a head is for; may stand with another joined by "và" or a dash.
FIELDS: Final = lines("""
    Chính trị; Tổ chức; Tổ chức - Cán bộ; Cán bộ; Tuyên giáo; Tuyên giáo và Dân vận; Dân vận; Nội chính
    Kiểm tra; Đối ngoại; Kinh tế; Pháp chế; Pháp luật; Văn hoá; Văn hoá - Xã hội; Kinh tế - Ngân sách
    Ngân sách; Xã hội; Dân tộc; Dân nguyện; Công tác đại biểu; Tư pháp; Nội vụ; Tài chính
    Tài chính - Ngân sách; Ngoại vụ; Công Thương; Xây dựng; Y tế; Kế hoạch và Đầu tư
    Tài nguyên và Môi trường; Khoa học và Công nghệ; Tài chính - Kế hoạch; Kinh tế - Hạ tầng
    Kinh tế và Hạ tầng; Quản lý đô thị; Hạ tầng và Đô thị; Kinh tế, Hạ tầng và Đô thị
    Khoa học, Công nghệ và Môi trường; Khoa học, Công nghệ; Văn hoá, Giáo dục
    Nông nghiệp và Phát triển nông thôn; NN&PTNT; NN và PTNT; Nông nghiệp; Nông nghiệp và Môi trường
    Phát triển nông thôn; Giáo dục và Đào tạo; GD&ĐT; GD-ĐT; GDĐT; Giáo dục; Đào tạo; TN&MT; KH&ĐT
    KH&CN; Văn hoá, Thể thao và Du lịch; VHTT&DL; VH,TT&DL; VHTTDL; Văn hoá và Thông tin
    Văn hoá - Thông tin; Văn hoá - Khoa học và Thông tin; Văn hoá, Khoa học và Thông tin; Thông tin
    Thể thao; Du lịch; Văn hoá - Nghệ thuật; Thông tin và Truyền thông; TT&TT; Truyền thông
    Giao thông vận tải; GTVT; Giao thông; Vận tải; Lao động; Lao động - Thương binh và Xã hội
    Lao động, Thương binh và Xã hội; LĐ-TB&XH; LĐTB&XH; LĐTBXH; Dân tộc và Tôn giáo; Tôn giáo
    Dân tộc - Tôn giáo; Tôn giáo Chính phủ; Quốc phòng; An ninh; Quốc phòng và An ninh
    Quốc phòng, An ninh; Ngoại giao; Kiểm soát; Thi đua - Khen thưởng; Thi đua, Khen thưởng
    Xây dựng Đảng; Xây dựng nông thôn mới; Nông thôn mới; Chuyển đổi số; Cải cách hành chính; Nghiệp vụ
    Quản lý Khu kinh tế; Quản lý Khu kinh tế cửa khẩu; Khu kinh tế cửa khẩu; Quản lý dự án
    Quản lý thị trường; Quản lý dự án đầu tư xây dựng; Quản lý đất đai; Đất đai; Thống kê; Kiểm lâm
    Thuỷ lợi; Chăn nuôi; Thú y; Trồng trọt; Bảo vệ thực vật; Hành chính; Tổng hợp; Hành chính - Tổng hợp
    Hành chính - Quản trị; Quản trị; Cơ yếu; Lưu trữ; Thông tin - Tổng hợp; Lý luận chính trị; Lý luận
    Lịch sử Đảng; Khoa giáo; Phụ nữ; Nông dân; Cựu chiến binh; Thanh niên; Người cao tuổi; Chữ thập đỏ
    Khuyến học; Luật gia; Nhà báo; Nhân dân; Dân chủ; Bảo vệ chính trị nội bộ; Bảo vệ; Chăm sóc sức khoẻ
    Bảo vệ, Chăm sóc sức khoẻ cán bộ; Tham mưu; Hậu cần; Kỹ thuật; Trinh sát; Phòng, chống ma tuý
    Phòng, chống tham nhũng; Phòng, chống tham nhũng, tiêu cực; Cảnh sát giao thông; Cảnh sát hình sự
    Cảnh sát kinh tế; Quản lý hành chính; Xuất nhập cảnh; Tư tưởng; Phong trào; Đoàn kết; Phát thanh
    Truyền hình; Truyền thanh; Văn nghệ; Văn học; Nghệ thuật; Du lịch và; Văn kiện; Nhân sự; Phục vụ
    An sinh xã hội; Giải phóng mặt bằng; Bầu cử; Kinh tế - Xã hội; Kinh tế - xã hội; Chính sách xã hội
    Chính sách; Thương mại; Công nghiệp; Công nghiệp và Thương mại; Phát triển; Đầu tư; Hợp tác
    Nông sản; Nông lâm; Nông lâm nghiệp; Dược liệu; Dịch vụ nông nghiệp; Nông nghiệp sạch; Sản xuất
    An toàn giao thông; Cảnh sát điều tra; Điều tra; Hội nhập quốc tế; Phòng thủ dân sự
    Tìm kiếm cứu nạn; Phòng, chống thiên tai; Phòng, chống thiên tai và tìm kiếm cứu nạn; Trật tự đô thị
    Biên giới; Cửa khẩu; Lãnh sự; Lễ tân; Doanh nghiệp; Hợp tác xã; Tổ quốc; Việt Nam; Hồ Chí Minh
    Phổ thông; Tiểu học; Trung học cơ sở; Trung học phổ thông; THPT; THCS; PTDT nội trú; PTDTBT; Mầm non
    Cao đẳng; Đại học; Dân tộc nội trú; Đa khoa; Giáo dục thường xuyên; Giáo dục nghề nghiệp
    Y tế dự phòng; Kiểm soát bệnh tật; Dịch vụ; Dịch vụ việc làm; Khuyến nông; Văn hoá và Thể thao; HĐQT; HĐTV
    Văn hoá, Thể thao và Truyền thông; Văn hoá, Thông tin và Thể thao; Văn hoá, Thể thao; Y tế và Dân số
    Quỹ đất; Phát triển quỹ đất; Hành chính công; Phục vụ hành chính công; Lao động và Xã hội
    Nội chính và; Địa phương; Cơ sở; Sự nghiệp; Cơ sở đảng; Thanh tra; Đảng viên; Tổ chức cán bộ
    Phổ thông Dân tộc nội trú; Phổ thông Dân tộc bán trú; Dân tộc bán trú; Tiểu học và THCS
    Tiểu học và Trung học cơ sở; THCS và THPT; THCS & THPT; PTDTBT THCS; PTDTBT Tiểu học; TH&THCS
    PTDTNT; Trung học; Phổ thông liên cấp; THPT Chuyên; Trung cấp; Chuyên
    An toàn thực phẩm; An toàn vệ sinh thực phẩm; An toàn lao động; An ninh mạng; An ninh kinh tế
    An ninh chính trị nội bộ; An ninh đối ngoại; Tham mưu tổng hợp; Bảo tồn; Di sản; Di sản văn hoá; Bảo tàng
    Thủ tục hàng hoá; Nghiệp vụ Y; Nghiệp vụ Dược; Dân số; Trẻ em; Bình đẳng giới; Người có công; Việc làm
    Công tác Mặt trận; Tôn giáo và; Kinh tế ngành; Quân sự; Công an
""")
# Lower-case words that go on with a name, never begin one.
LOWER: Final = lines("""
    các cơ quan; các cơ quan Đảng; các cơ quan đảng; các cơ quan và doanh nghiệp; doanh nghiệp; nhân dân
    đảng; nhân dân tối cao; tối cao; cửa khẩu; cửa khẩu quốc tế; quốc tế; quốc gia; các dân tộc; dân tộc
    khu vực; cấp tỉnh; cấp huyện; toàn quốc; các Hội; các Hội Khoa học và Kỹ thuật; nước; cơ sở
    các cơ quan tỉnh; các cơ quan huyện; các cơ quan Trung ương; giải phóng mặt bằng
    xây dựng nông thôn mới; cải cách hành chính; chuyển đổi số; quản trị; nhân dân các
    phòng, chống tham nhũng; phòng, chống tham nhũng, tiêu cực; phòng, chống thiên tai
    phòng, chống tội phạm; phòng, chống thiên tai và tìm kiếm cứu nạn; phòng, chống dịch
    phòng, chống dịch bệnh; phòng, chống ma tuý; phòng, chống dịch Covid-19; phòng chống dịch Covid-19
    phòng chống tham nhũng; phòng thủ dân sự; các chương trình mục tiêu quốc gia
    chương trình mục tiêu quốc gia; cải cách tư pháp; thi hành án dân sự; thực hiện quy chế dân chủ
    thực hiện quy chế dân chủ ở cơ sở; phát triển du lịch; công tác dân tộc; hội nhập quốc tế
    công tác biên giới; đổi mới và phát triển doanh nghiệp; công tác tôn giáo; bầu cử; phân giới cắm mốc
    an toàn giao thông; an sinh xã hội; xoá nhà tạm, nhà dột nát; xuất bản; biên soạn
    sắp xếp đơn vị hành chính; sắp xếp tổ chức bộ máy; khoa học, công nghệ
    đổi mới sáng tạo và chuyển đổi số; liên xã; bộ phận; và doanh nghiệp; trực thuộc; đầu tư xây dựng
    và HĐND; công tác người cao tuổi; công tác trẻ em; cứu quốc; mạng; phòng cháy, chữa cháy
    phòng cháy, chữa cháy và cứu nạn, cứu hộ; phòng cháy chữa cháy và cứu nạn cứu hộ; phòng cháy chữa cháy
    điều tra tội phạm; điều tra tội phạm về ma tuý; điều tra tội phạm về trật tự xã hội; phòng hộ; đặc dụng
    quản lý hành chính về trật tự xã hội; kinh tế cửa khẩu; hộ tịch; tư pháp; tổng hợp; chuyên trách
""")
# Units of administration; a place's name may follow.
UNITS: Final = lines("""
    tỉnh; huyện; xã; phường; thị trấn; thị xã; thành phố; TP; quận; đặc khu; khu tự trị; thôn; bản; khối
    khối phố; khu phố; tổ dân phố; xóm; ấp; khu; tổ; khu dân cư; Khu tự trị; Khu tự trị dân tộc; châu
    tổng; TX; TT; nước
""")
# Whose organ an institution may be said to be: `Uỷ ban Pháp luật của Quốc hội`.
OWNERS: Final = lines(
    "Quốc hội; HĐND; HĐND tỉnh; Hội đồng nhân dân tỉnh; Chính phủ; Trung ương; Trung ương Đảng"
)
# Heads whose own name follows them, of which there is no list.
NAMING: Final = lines("""
    Đồn Biên phòng; Đồn Biên phòng cửa khẩu; Đồn Biên phòng cửa khẩu quốc tế; Đồn; Hải quan cửa khẩu
    Trường; THPT; THCS; Tiểu học; Mầm non; Cao đẳng; Đại học; Công ty; Công ty TNHH; Công ty Cổ phần
    Tập đoàn; Tổng Công ty; Hợp tác xã; HTX; Bệnh viện; Trung tâm; Chi bộ; Chi cục Hải quan cửa khẩu
    Báo; Tạp chí; Ngân hàng; Chi nhánh; Đài; Hạt; Trạm; Nhà xuất bản; Khu tự trị dân tộc; Học viện
    Đảng bộ; Đảng uỷ
""")
# Provinces, before and after the merger of 2025, and the districts of Lạng Sơn until then.
PLACES: Final = lines("""
    Lạng Sơn; Hà Nội; Hải Phòng; Đà Nẵng; Cần Thơ; Hồ Chí Minh; An Giang; Bà Rịa - Vũng Tàu; Bạc Liêu
    Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Bình Dương; Bình Định; Bình Phước; Bình Thuận; Cà Mau
    Cao Bằng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang; Hà Nam; Hà Tĩnh
    Hải Dương; Hậu Giang; Hoà Bình; Hưng Yên; Khánh Hoà; Kiên Giang; Kon Tum; Lai Châu; Lâm Đồng
    Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam
    Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình; Thái Nguyên; Thanh Hoá
    Thừa Thiên Huế; Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái; Bắc Sơn
    Bình Gia; Cao Lộc; Chi Lăng; Đình Lập; Hữu Lũng; Lộc Bình; Tràng Định; Văn Lãng; Văn Quan; Việt Nam
    Lào; Trung Quốc; Campuchia; Quảng Tây; Choang Quảng Tây; Bằng Tường; Sùng Tả; Long Châu; Ninh Minh
    Hoàng Văn Thụ; Hoàng Đồng; Hoàng Việt; Hữu Nghị; Tân Thanh; Chi Ma; Đồng Đăng - Lạng Sơn; Đồng Đăng
    Vĩnh Trại; Đông Kinh; Tam Thanh; Kỳ Lừa; Mai Pha; Quảng Lạc; Na Dương; Thất Khê; Na Sầm; CHDCND Lào
""")
# Institutions named in small letters, right behind a title: `Phó Hiệu trưởng nhà trường`.
SMALL: Final = lines("nhà trường; bệnh viện; công ty; trung tâm; hợp tác xã; nhà máy")
# Words that the names of institutions seldom hold and that a sentence seldom goes far without.
SENTENCE: Final = frozenset(
    fold("""
    cho đã được cùng nói trao tặng dự là làm giữ vừa sẽ đang nhấn yêu khẳng chia trong với đến tại để nhận
    gửi chúc thăm tiếp ký rằng bày kết ghi đánh chủ trì cảm tuyên mong bị vào khi này
    """).split()
)
# Countries; one of a single syllable that is a given name as well (`Nga`, `Đức`, `Mỹ`) is left out.
COUNTRIES: Final = lines("""
    Lào; Trung Quốc; Campuchia; CHDCND Lào; CHND Trung Hoa; Cộng hoà Nhân dân Trung Hoa; Cộng hoà Séc
    Cộng hoà Dân chủ Nhân dân Lào; Vương quốc Campuchia; Liên bang Nga; Hoa Kỳ; Nhật Bản; Hàn Quốc; Cuba
    Cộng hoà Cuba; Cộng hoà Pháp; CHLB Đức; Cộng hoà Liên bang Đức; Vương quốc Anh; Ấn Độ; Australia
    New Zealand; Thái Lan; Vương quốc Thái Lan; Singapore; Malaysia; Indonesia; Philippines; Myanmar; Brunei
    Mông Cổ; Triều Tiên; CHDCND Triều Tiên; Đại Hàn Dân quốc; Ba Lan; Hungary; Bulgaria; Romania; Belarus
    Ukraine; Italia; Tây Ban Nha; Hà Lan; Vương quốc Hà Lan; Vương quốc Bỉ; Thuỵ Sĩ; Thuỵ Điển; Na Uy
    Đan Mạch; Phần Lan; Canada; Brazil; Argentina; Nam Phi; Ai Cập; Israel; Iran; Kazakhstan
    Liên minh châu Âu
""")
