# ruff: noqa: E501  # paragraphs of a newspaper are one line each
"""Articles written for the tests of near-duplicates, with the text each is a copy of, told by hand.

`ARTICLES` are (id, published_at, text, original): two are one text where `original` is the same.
"""

from __future__ import annotations

import unicodedata

CONFERENCE = """Hội nghị trực tuyến tổng kết công tác xây dựng Đảng năm 2023
Sáng 15/12, Thường trực Huyện ủy tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2023, triển khai nhiệm vụ trọng tâm năm 2024. Hội nghị được kết nối tới 20 điểm cầu với hơn 650 đại biểu tham dự.
Theo báo cáo tại hội nghị, trong năm, cấp ủy các cấp đã bám sát nghị quyết, tập trung lãnh đạo, chỉ đạo toàn diện các mặt công tác; kỷ cương, kỷ luật được siết chặt, lề lối làm việc của cán bộ, công chức có nhiều chuyển biến.
Toàn đảng bộ kết nạp được 182 đảng viên mới, đạt 121,3% kế hoạch; kiểm tra 96 tổ chức đảng và 214 đảng viên, qua đó kịp thời chấn chỉnh những hạn chế ngay từ cơ sở.
Thảo luận tại hội nghị, các đại biểu chia sẻ kinh nghiệm nâng cao chất lượng sinh hoạt chi bộ ở vùng cao, cách vận động nhân dân hiến đất làm đường và việc phát triển đảng viên trong học sinh trung học phổ thông.
Kết luận hội nghị, đồng chí Bí thư Huyện ủy yêu cầu các chi, đảng bộ trực thuộc khẩn trương xây dựng chương trình hành động, phân công rõ người, rõ việc, rõ thời gian, lấy kết quả công việc làm thước đo đánh giá cán bộ cuối năm."""

BORDER = """Bộ đội Biên phòng giúp dân thu hoạch lúa trước bão
Trước dự báo bão số 4 gây mưa lớn diện rộng, từ ngày 6 đến 8/9, gần 90 cán bộ, chiến sĩ các đồn biên phòng đã xuống đồng giúp bà con các thôn giáp biên gặt lúa chạy bão.
Tại thôn Nà Mò, nước suối dâng cao chỉ sau một đêm, nhiều thửa ruộng đang vào kỳ chín rộ có nguy cơ mất trắng. Bộ đội chia thành từng tổ, người gặt, người gánh, người phủ bạt, làm việc từ tờ mờ sáng tới tối mịt.
Bà Lường Thị Pẳn, 62 tuổi, nhà neo người, không giấu được xúc động: nếu không có các chú thì gia đình tôi chẳng biết xoay xở ra sao với ba sào lúa ngập nước.
Cùng với việc gặt lúa, các tổ công tác còn kê dọn đồ đạc cho 37 hộ sống ven suối, gia cố 14 mái nhà và hướng dẫn người dân chuẩn bị lương thực, nước uống đủ dùng trong năm ngày.
Chỉ huy lực lượng cho biết đơn vị sẽ duy trì quân số trực sẵn sàng cơ động cho đến khi bão tan, không để người dân nào bị bỏ lại phía sau."""

WIRE_ASSEMBLY = """Quốc hội thảo luận về dự án Luật Đất đai sửa đổi
TTXVN - Tiếp tục chương trình Kỳ họp thứ 6, ngày 3/11, Quốc hội thảo luận ở hội trường về một số nội dung còn ý kiến khác nhau của dự án Luật Đất đai sửa đổi.
Nhiều đại biểu cho rằng quy định về bồi thường, hỗ trợ, tái định cư cần bảo đảm người có đất bị thu hồi có chỗ ở, đời sống bằng hoặc tốt hơn nơi ở cũ, song phải nêu tiêu chí cụ thể để địa phương dễ thực hiện.
Về thu hồi đất để phát triển kinh tế - xã hội vì lợi ích quốc gia, công cộng, có ý kiến đề nghị liệt kê đầy đủ 31 trường hợp ngay trong luật, tránh cách hiểu tùy tiện khi áp dụng.
Một số đại biểu miền núi đề nghị làm rõ chính sách đất ở, đất sản xuất cho đồng bào dân tộc thiểu số, bởi quỹ đất công tại nhiều nơi hầu như không còn, trong khi đất của các công ty nông, lâm nghiệp lại sử dụng kém hiệu quả.
Giải trình thêm, đại diện cơ quan soạn thảo khẳng định sẽ tiếp thu tối đa các ý kiến xác đáng, phối hợp với cơ quan thẩm tra rà soát từng điều khoản trước khi trình Quốc hội xem xét thông qua."""

SCHOOL = """Ngôi trường mới trên đỉnh Khau Slung
Sau 14 tháng thi công, điểm trường Khau Slung với 4 phòng học kiên cố, bếp ăn và sân chơi đã được khánh thành trong niềm vui của hơn 60 học sinh người Dao.
Công trình có tổng kinh phí 2,6 tỷ đồng do một nhóm cựu sinh viên vận động quyên góp; nhân dân trong bản góp hơn 700 ngày công san nền, vận chuyển cát sỏi qua quãng đường đất dốc dài 5 km.
Cô giáo Triệu Mùi Pham kể, những năm trước, cứ mưa to là cô trò phải dồn bàn ghế vào một góc để tránh dột, gió lùa qua vách nứa khiến đôi tay các em tím tái không cầm nổi bút.
Nhân dịp này, mỗi học sinh được tặng một áo ấm, một đôi ủng và bộ sách giáo khoa; tủ sách của điểm trường cũng có thêm 300 đầu truyện thiếu nhi.
Trưởng bản hứa sẽ phân công các hộ luân phiên nấu bữa trưa, để lũ trẻ ở xa không còn phải mang cơm nắm đến lớp."""

FOREST = """Giữ rừng hồi bằng quy ước của thôn
Bốn năm nay, ở Bản Cưởm không còn cảnh chặt hồi non làm củi. Bí quyết nằm trong bản quy ước gồm 9 điều do chính dân thôn bàn bạc, biểu quyết rồi treo giữa nhà văn hóa.
Ai chặt một cây hồi chưa đủ 10 năm tuổi phải trồng lại năm cây và chăm cho tới khi bén rễ; ai để trâu bò phá rừng người khác phải đền bằng công lao động, không ai được nộp tiền thay.
Nhờ vậy, diện tích hồi của thôn đã tăng từ 118 ha lên 164 ha, sản lượng hoa khô vụ vừa qua đạt 75 tấn, giá bán bình quân cao hơn các thôn bên nhờ sấy đúng kỹ thuật.
Ông Lộc Viết Tình, người giữ cuốn sổ ghi các vụ vi phạm, lật từng trang rồi cười: hai năm gần đây trang nào cũng trắng, chắc tôi sắp thất nghiệp.
Kiểm lâm địa bàn đánh giá, cách làm này tốn ít kinh phí mà hiệu quả hơn nhiều đợt tuần tra, bởi mỗi người dân đều trở thành một người gác rừng."""

BRIDGE = """Khởi công cầu treo dân sinh Pắc Luống
Sáng 2/4, tại bến đò Pắc Luống đã diễn ra lễ khởi công cầu treo dân sinh bắc qua sông, nối hai bờ vốn cách trở mỗi mùa nước lũ.
Cầu dài 96 m, rộng 2 m, tải trọng 1,5 tấn, tổng mức đầu tư 5,8 tỷ đồng từ nguồn vốn dự phòng ngân sách; thời gian thi công dự kiến là 210 ngày.
Hiện mỗi ngày có khoảng 300 lượt người qua lại bằng bè mảng tự chế, tiềm ẩn nguy cơ mất an toàn, nhất là với học sinh bậc trung học cơ sở bên tả ngạn.
Đại diện chủ đầu tư đề nghị nhà thầu tranh thủ mùa khô, tập trung nhân lực hoàn thành hai mố neo trước ngày 30/6, đồng thời bố trí người cảnh giới tại bến.
Người dân hai bờ đã tự nguyện hiến gần 1.200 m2 đất vườn và tháo dỡ bờ rào để làm đường dẫn lên cầu."""

FESTIVAL = """Rộn ràng lễ hội lồng tồng đầu xuân
Ngày mùng 8 tháng Giêng, hàng nghìn người dân và du khách đổ về cánh đồng Nà Khuất dự lễ hội lồng tồng, cầu cho mưa thuận gió hòa, mùa màng bội thu.
Phần lễ mở đầu bằng nghi thức rước cỗ, dâng hương và đường cày đầu tiên do người cao tuổi nhất trong vùng thực hiện bên con trâu mộng được buộc vải đỏ ở hai sừng.
Phần hội sôi nổi với tung còn, kéo co, đẩy gậy, thi làm bánh khẩu sli; các câu lạc bộ hát then, đàn tính giao lưu từ sáng đến khi mặt trời khuất núi.
Điểm mới của năm nay là phiên chợ quê với 45 gian hàng bán nông sản của chính bà con, giá niêm yết rõ ràng, không có cảnh chèo kéo khách.
Ban tổ chức đã bố trí ba bãi gửi xe miễn phí, hai trạm y tế lưu động và huy động hơn 80 đoàn viên hướng dẫn giao thông."""

CLINIC = """Bác sĩ trẻ tình nguyện khám bệnh cho người cao tuổi
Trong hai ngày cuối tuần, đoàn thầy thuốc trẻ gồm 28 y, bác sĩ đã khám, tư vấn và cấp thuốc miễn phí cho 540 người cao tuổi ở các thôn vùng cao.
Mỗi người được đo huyết áp, thử đường huyết, siêu âm và kiểm tra mắt; 36 ca nghi ngờ mắc bệnh nặng được lập hồ sơ chuyển tuyến trên ngay trong ngày.
Bác sĩ Đinh Khánh Vy chia sẻ, nhiều cụ lần đầu tiên trong đời được siêu âm tim, có cụ đi bộ từ ba giờ sáng mới tới điểm khám.
Ngoài khám bệnh, đoàn còn hướng dẫn cách sơ cứu khi bị rắn cắn, cách dùng thuốc huyết áp đều đặn và trao 60 suất quà cho gia đình khó khăn.
Hội Thầy thuốc trẻ cho biết sẽ tổ chức chương trình định kỳ mỗi quý một lần và kết nối khám từ xa với trạm y tế các xã."""

# Written after the rules were: a short notice, two articles with one programme's text, a wire re-written.
BRIEF = """Dự báo thời tiết nguy hiểm: Đêm 12 và ngày 13/7, khu vực vùng núi phía Bắc có mưa rào và dông, cục bộ mưa rất to trên 100 mm. Trong cơn dông có khả năng xảy ra lốc, sét và gió giật mạnh. Người dân cần đề phòng lũ quét, sạt lở đất ở vùng trũng thấp và sườn dốc, chủ động di dời khi có cảnh báo của chính quyền."""

PROGRAMME_TEXT = """Chương trình xây dựng nông thôn mới giai đoạn 2021 - 2025 đặt mục tiêu mỗi xã có ít nhất một sản phẩm OCOP, đường trục thôn được cứng hóa 100%, thu nhập bình quân đầu người vùng nông thôn tăng gấp 1,5 lần so với năm 2020, không còn nhà tạm, nhà dột nát và tỷ lệ hộ nghèo giảm từ 2 đến 3% mỗi năm."""

WIRE_DECREE = """Thủ tướng yêu cầu đẩy nhanh giải ngân vốn đầu tư công
Thủ tướng Chính phủ vừa ký công điện yêu cầu các bộ, cơ quan trung ương và địa phương đẩy nhanh phân bổ, giải ngân vốn đầu tư công những tháng cuối năm. Công điện nêu rõ, tính đến hết tháng 9, tỷ lệ giải ngân cả nước mới đạt 47,3% kế hoạch, thấp hơn cùng kỳ. Còn 29 bộ, ngành và 22 địa phương giải ngân dưới mức bình quân chung.
Nguyên nhân chủ yếu là vướng mắc trong giải phóng mặt bằng, thiếu nguồn vật liệu đắp nền, năng lực của một số chủ đầu tư và nhà thầu còn hạn chế, tâm lý sợ sai ở một bộ phận cán bộ chưa được khắc phục triệt để.
Thủ tướng giao người đứng đầu trực tiếp chỉ đạo, giao ban hằng tuần với chủ đầu tư, kiên quyết điều chuyển vốn từ dự án chậm sang dự án có khả năng hấp thụ, xử lý nghiêm các hành vi gây khó khăn, làm chậm tiến độ giao vốn và thực hiện dự án."""


def _edited(text: str, *changes: tuple[str, str]) -> str:
    """Change a text as an editor would; each change must be there to be made."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def _paragraphs(text: str, *numbers: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[number] for number in numbers)


PRICES = """Giá nông sản tuần {week} tháng {month}
Theo khảo sát của phóng viên tại các chợ trên địa bàn, tuần qua giá một số mặt hàng nông sản có biến động nhẹ. Cụ thể, gạo bao thai bán {a} đồng/kg, gạo tẻ thơm {b} đồng/kg, thịt lợn mông sấn {c} đồng/kg, gà ta {d} đồng/kg.
Về rau xanh, cải ngồng có giá {e} đồng/mớ, cà chua {f} đồng/kg, khoai tây {g} đồng/kg. Các tiểu thương cho biết nguồn cung dồi dào, sức mua ổn định, dự báo giá cả không có nhiều thay đổi trong những ngày tới.
Ngành chức năng khuyến cáo người dân lựa chọn sản phẩm có nguồn gốc rõ ràng, kiểm tra hạn sử dụng và kịp thời phản ánh khi phát hiện hàng kém chất lượng."""

NOTICE = """Thông báo lịch tiếp công dân tháng {month}
Căn cứ Luật Tiếp công dân, Văn phòng thông báo lịch tiếp công dân định kỳ tháng {month} năm {year} của lãnh đạo như sau: ngày {day} tháng {month}, đồng chí {name} chủ trì tiếp công dân tại Trụ sở, từ 8 giờ đến 11 giờ 30 phút; dự phòng ngày {spare}.
Công dân đến nội dung khiếu nại, tố cáo, kiến nghị, phản ánh mang theo giấy tờ tùy thân, xuất trình tài liệu có liên quan và chấp hành nội quy tiếp công dân. Điện thoại liên hệ: {phone}."""

PROGRAMME = """Chương trình phát thanh, truyền hình {weekday} ngày {date}
5h30: Thời sự buổi sáng; 6h00: {one}; 7h15: Ca nhạc; 11h30: Bản tin trưa; 12h00: {two}; 17h00: Thiếu nhi; 18h30: Thời sự tiếng Tày - Nùng; 19h00: Tiếp sóng Thời sự Đài Truyền hình Việt Nam; 19h45: Thời sự địa phương; 20h10: {three}; 21h00: Phim truyện; 22h30: {four}; 23h00: Kết thúc chương trình.
Ban biên tập trân trọng giới thiệu cùng quý vị khán thính giả gần xa và mong nhận được ý kiến đóng góp để chương trình ngày càng phong phú, hấp dẫn hơn."""

ARTICLES: list[tuple[str, str | None, str, str]] = []


def _add(original: str, *texts: str) -> None:
    for text in texts:
        number = len(ARTICLES)
        day = 1 + (number * 7) % 28
        ARTICLES.append(
            (
                f"{500000 + number * 37 % 1000}",
                f"2024-{1 + number % 9:02}-{day:02}T08:00:00+07:00",
                text,
                original,
            )
        )


_add(
    "conference",
    CONFERENCE,
    _edited(
        CONFERENCE,
        ("Hội nghị trực tuyến tổng kết", "Huyện ủy tổng kết"),
        ("Sáng 15/12", "Ngày 15/12"),
        ("có nhiều chuyển biến", "chuyển biến rõ nét"),
        ("qua đó kịp thời chấn chỉnh", "từ đó uốn nắn"),
    ),
    _paragraphs(CONFERENCE, 0, 1, 2, 3),
    "Ảnh: Quang cảnh hội nghị tại điểm cầu trung tâm, sáng nay.\n" + CONFERENCE,
    CONFERENCE.replace("ủy", "uỷ").replace("hòa", "hoà"),
    unicodedata.normalize("NFD", CONFERENCE),
)
_add(  # another pen at the same meeting
    "conference by another",
    """Huyện ủy tổng kết công tác năm
Ngày 15/12 diễn ra hội nghị tổng kết công tác xây dựng Đảng năm 2023 do Huyện ủy chủ trì, dự ở điểm cầu chính có các đồng chí ủy viên ban thường vụ cùng lãnh đạo phòng, ban, đoàn thể.
Các tham luận xoay quanh ba vấn đề lớn: nâng chất lượng chi bộ, làm đường giao thông nông thôn bằng sức dân và tạo nguồn kết nạp đảng từ trường phổ thông.
Số liệu được nêu cho thấy đảng bộ có thêm 182 đảng viên mới, vượt chỉ tiêu hơn 21%; gần 100 tổ chức đảng được kiểm tra trong năm.
Bí thư Huyện ủy nhấn mạnh năm tới phải đánh giá cán bộ bằng sản phẩm cụ thể, tránh tình trạng nói nhiều làm ít.
Dịp này, 12 tập thể và 25 cá nhân hoàn thành xuất sắc nhiệm vụ được khen thưởng.""",
)
_add(  # quotes a paragraph
    "quotes the conference",
    _paragraphs(CONFERENCE, 3)
    + """
Con số ấy được nhắc lại tại buổi gặp mặt các đảng viên trẻ tổ chức ở nhà văn hóa trung tâm vào tối thứ bảy. Em Vi Hoài An, học sinh lớp 12, vừa được kết nạp hồi tháng trước, rụt rè kể về buổi lễ bên lá cờ và chiếc huy hiệu mẹ em cất kỹ trong ngăn tủ.
Người giới thiệu em là thầy giáo dạy sử, từng ba lần viết đơn xin lên điểm trường xa nhất. Thầy bảo, kết nạp một học trò không khó bằng giữ cho ngọn lửa trong em cháy mãi sau ngày ra trường.
Buổi gặp mặt kết thúc bằng tiếng đàn tính và lời hẹn cùng nhau trồng hàng cây dọc con đường vào bản.""",
)
_add(
    "border",
    BORDER,
    _edited(BORDER, ("Bộ đội Biên phòng giúp dân thu hoạch lúa trước bão", "Giúp dân gặt lúa chạy bão")),
    _edited(
        BORDER,
        ("diện rộng, từ ngày 6 đến 8/9, gần 90", "trên diện rộng, hơn 80"),
        ("xuống đồng giúp bà con", "có mặt giúp nhân dân"),
        ("không giấu được xúc động", "rưng rưng"),
    ),
    _paragraphs(BORDER, 1, 2, 3, 4),
    "Những ngày qua, hình ảnh người lính quân hàm xanh lội ruộng gặt lúa cùng dân đã để lại nhiều tình cảm tốt đẹp trong lòng bà con nơi biên cương Tổ quốc.\n"
    + _paragraphs(BORDER, 1, 2, 3, 4, 5),
)
_add(
    "assembly",
    WIRE_ASSEMBLY,
    _edited(WIRE_ASSEMBLY, ("TTXVN - Tiếp tục", "Tiếp tục"), ("ngày 3/11", "hôm nay 3/11")),
    _edited(
        WIRE_ASSEMBLY,
        ("Quốc hội thảo luận về dự án", "Cho ý kiến về dự án"),
        ("tránh cách hiểu tùy tiện", "tránh việc hiểu khác nhau"),
        ("hầu như không còn", "gần như đã hết"),
    )
    + "\nTheo Báo điện tử Chính phủ",
    _paragraphs(WIRE_ASSEMBLY, 0, 1, 2, 3, 4),
    WIRE_ASSEMBLY
    + "\nCũng trong phiên thảo luận, đại biểu tỉnh ta đề nghị quan tâm hơn tới việc giao đất, giao rừng gắn với sinh kế của người dân sống gần rừng, nhất là ở những xã biên giới còn nhiều khó khăn.",
)
_add(
    "assembly by another",
    """Đại biểu Quốc hội góp ý Luật Đất đai: làm rõ tiêu chí tái định cư
Phiên họp toàn thể ngày 3/11 của Quốc hội dành trọn cho dự án Luật Đất đai sửa đổi, với 38 lượt phát biểu và 9 lượt tranh luận.
Điều khiến nghị trường nóng nhất là câu chữ "bằng hoặc tốt hơn nơi ở cũ": thế nào là tốt hơn, ai đo và đo lúc nào, theo một đại biểu, nếu luật không trả lời thì khiếu kiện sẽ còn kéo dài.
Ở chiều khác, có người lo ngại việc liệt kê cứng các trường hợp thu hồi sẽ bó tay địa phương trước những dự án chưa từng có tiền lệ.
Đất nông, lâm trường cũng được nhắc tới nhiều, khi hàng trăm nghìn héc ta giao khoán qua nhiều đời vẫn chưa đo đạc xong.
Dự kiến Quốc hội bấm nút thông qua vào cuối kỳ họp.""",
)
_add(
    "school",
    SCHOOL,
    _paragraphs(SCHOOL, 1, 2, 3),
    _edited(
        SCHOOL, ("Ngôi trường mới trên đỉnh", "Niềm vui ở"), ("trong niềm vui của", "trước sự phấn khởi của")
    ),
)
_add("forest", FOREST, FOREST.upper(), _paragraphs(FOREST, 1, 2, 3, 4, 5))
_add(
    "bridge",
    BRIDGE,
    _edited(BRIDGE, ("Sáng 2/4, tại", "Tại"), ("Đại diện chủ đầu tư đề nghị", "Chủ đầu tư yêu cầu")),
)
_add("festival", FESTIVAL, "Tin ảnh của cộng tác viên gửi về tòa soạn sáng nay.\n" + FESTIVAL)
_add("clinic", CLINIC)
_add("digest", "\n".join(_paragraphs(text, 0, 1) for text in (BRIDGE, FESTIVAL, CLINIC, SCHOOL, FOREST)))
for _number, _prices in enumerate(
    (
        (1, 3, "18.500", "21.000", "115.000", "135.000", "8.000", "15.000", "17.000"),
        (2, 3, "18.000", "22.000", "118.000", "132.000", "7.000", "16.000", "16.500"),
        (3, 3, "19.000", "21.500", "120.000", "130.000", "6.000", "18.000", "18.000"),
        (4, 3, "19.500", "23.000", "112.000", "140.000", "9.000", "14.000", "15.500"),
        (1, 4, "20.000", "20.500", "110.000", "138.000", "10.000", "12.000", "19.000"),
    )
):
    _add(f"prices {_number}", PRICES.format(**dict(zip(["week", "month", *"abcdefg"], _prices, strict=True))))
for _month, _day, _name, _spare, _phone in (
    (2, 15, "Lý Hoài Phương", "26/2", "0205 3812 001"),
    (3, 14, "Nông Khánh Toàn", "25/3", "0205 3812 001"),
    (4, 16, "Bế Ngọc Diệp", "29/4", "0205 3812 119"),
    (5, 13, "Hứa Minh Quân", "28/5", "0205 3812 119"),
):
    _add(
        f"notice {_month}",
        NOTICE.format(month=_month, year=2024, day=_day, name=_name, spare=_spare, phone=_phone),
    )
for _weekday, _date, *_items in (
    (
        "thứ hai",
        "4/3",
        "Nông thôn mới",
        "Sức khỏe cho mọi người",
        "Chuyên mục An ninh",
        "Khoa học và đời sống",
    ),
    (
        "thứ ba",
        "5/3",
        "Dân tộc và phát triển",
        "Nhịp sống trẻ",
        "Pháp luật và cuộc sống",
        "Văn nghệ cuối ngày",
    ),
    ("thứ tư", "6/3", "Biên cương xanh", "Khuyến nông", "Xây dựng Đảng", "Du lịch qua màn ảnh nhỏ"),
):
    _keys = ("one", "two", "three", "four")
    _add(
        f"programme {_date}",
        PROGRAMME.format(weekday=_weekday, date=_date, **dict(zip(_keys, _items, strict=True))),
    )
for _caption in ("Ảnh: Phóng viên", "Ảnh: Phóng viên", "", "Video: Lễ khởi công cầu"):
    _add(f"caption {len(ARTICLES)}", _caption)
_add(
    "brief",
    BRIEF,
    _edited(
        BRIEF,
        ("Dự báo thời tiết nguy hiểm: Đêm", "Cảnh báo mưa lớn vùng núi phía Bắc. Đêm"),
        ("chủ động", "sẵn sàng"),
    ),
)
_add("brief of another day", _edited(BRIEF, ("12 và ngày 13/7", "14 và ngày 15/7"), ("100 mm", "70 mm")))
_add(
    "road by one programme",
    PROGRAMME_TEXT
    + "\n"
    + """Ở thôn Phai Lừa, việc đầu tiên ban phát triển thôn làm là cùng bà con đo lại con đường dẫn ra cánh đồng, nhà nào lùi rào được bao nhiêu thì ghi vào sổ, cuối tháng đọc công khai. Sau ba tháng, con đường rộng gấp đôi mà không tốn một đồng đền bù nào của Nhà nước.""",
)
_add(
    "cake by one programme",
    PROGRAMME_TEXT
    + "\n"
    + """Chị Hà Thị Sen mở lò nấu cao khô từ năm ngoái. Gạo đặc sản được ngâm nước tro, xay bằng cối đá, tráng mỏng trên khuôn vải rồi phơi đủ hai nắng. Mỗi ngày xưởng của chị làm ra hơn một tạ, bán hết trong buổi chợ phiên, tạo việc cho sáu lao động nữ cùng bản.""",
)
_add(
    "decree",
    WIRE_DECREE,
    """Đẩy nhanh giải ngân đầu tư công những tháng cuối năm
Ngày 9/10, Thủ tướng Chính phủ ký công điện yêu cầu các bộ, cơ quan trung ương, địa phương đẩy nhanh phân bổ và giải ngân vốn đầu tư công trong những tháng cuối năm. Theo công điện, hết tháng 9, tỷ lệ giải ngân cả nước đạt 47,3% kế hoạch, thấp hơn cùng kỳ năm trước; còn 29 bộ, ngành và 22 địa phương giải ngân dưới bình quân chung.
Nguyên nhân là vướng mắc giải phóng mặt bằng, thiếu vật liệu đắp nền, năng lực của một số chủ đầu tư, nhà thầu còn hạn chế, tâm lý sợ sai ở một bộ phận cán bộ chưa được khắc phục.
Thủ tướng giao người đứng đầu trực tiếp chỉ đạo, giao ban hằng tuần với chủ đầu tư, kiên quyết điều chuyển vốn từ dự án chậm sang dự án có khả năng hấp thụ; xử lý nghiêm hành vi gây khó khăn, làm chậm tiến độ giao vốn.""",
)
