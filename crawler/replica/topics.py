# ruff: noqa: E501  (a sentence of the paper stays on one line)
"""What stories are about: titles and leads, section by section."""

from __future__ import annotations

from crawler.replica.vocabulary import _lines

# A title and its lead share the story's own organisation, district, leader and event, which are
# drawn once and stand for `{Org}`, `{Place}`, `{Leader}` and `{Event}`.
POLITICS = _lines("""
    {Org} tổ chức {Event}
    {Org}: {Event}
    {Org} giám sát {Matter}
    {Place} nâng cao chất lượng công tác {Field}
    {Org} làm việc với huyện {Place} về {Matter}
    {Org} kiểm tra {Matter} tại huyện {Place}
    Đảng bộ huyện {Place} thực hiện hiệu quả công tác {Field}
    {Org} tập trung {Matter}
    Nhiều kết quả trong công tác {Field} ở {Place}
    Huyện {Place}: {Event}
    Phát huy vai trò của cấp uỷ trong {Matter}
    Đồng chí {Leader} dự {Event}
    Hội nghị đánh giá {Matter} quý {quarter} năm {year}
    Chi bộ thôn Nà Pàn đi đầu trong {Matter}
""")
NOTICES = _lines("""
    Thông báo về {Event}
    Thông báo kết quả {Event}
    Lịch tiếp công dân tháng {month} năm {year} của {Org}
    Thông báo nội dung, chương trình {Event}
    Thông báo tuyển dụng viên chức năm {year} của {Org}
    Thư cảm ơn của {Org}
""")
ECONOMY = _lines("""
    {Place} đẩy mạnh thu ngân sách những tháng cuối năm {year}
    Hợp tác xã ở {Place} tìm đầu ra cho nông sản
    Thông quan hàng hoá qua cửa khẩu tăng {pct}% trong quý {quarter}
    Giá na dai tại {Place} giữ mức cao đầu vụ
    Nông dân xã {commune} thu tiền tỷ từ rừng hồi
    {Place}: Giải ngân vốn đầu tư công đạt {pct}% kế hoạch
""")
SPORTS = _lines("""
    Khai mạc giải bóng chuyền các xã huyện {Place} năm {year}
    Đội {Place} giành ngôi vô địch giải việt dã lần {ordinal}
    {tens} vận động viên tranh tài tại giải cờ tướng huyện {Place}
    Sôi nổi hội thi đẩy gậy, kéo co ở xã {commune}
    Đoàn thể thao tỉnh giành {small} huy chương vàng tại giải khu vực
""")
SOCIETY = _lines("""
    {Place}: Trao {tens} ngôi nhà cho hộ nghèo
    Hơn {thousands} học sinh xã {commune} bước vào năm học mới
    Người dân {Place} chung tay giữ gìn đường biên, cột mốc
    Trạm y tế xã {commune} được trang bị thêm thiết bị
    Hiến máu tình nguyện ở {Place} thu được {hundreds} đơn vị máu
""")
INFOGRAPHICS = _lines("""
    Infographic: Kết quả nổi bật trong công tác {Field} năm {year}
    Infographic: {Org} và {small} con số đáng chú ý về {Matter}
    Đồ hoạ: Những mốc chính của {Event}
""")
PHOTOS = _lines("""
    Chùm ảnh: {Event}
    Những hình ảnh đẹp về {Matter} ở {Place}
    Phóng sự ảnh: Một ngày cùng cán bộ xã {commune} vùng cao {Place}
""")
LEADS = _lines("""
    {time}, {Org} tổ chức {Event}.
    {time}, {Org} tổ chức {Event} với sự tham dự của {audience}.
    {time}, đoàn công tác của {Org} do {official} làm trưởng đoàn đã đến huyện {Place} để nắm tình hình về {Matter}.
    Những năm qua, công tác {Field} ở huyện {Place} có nhiều đổi mới, góp phần thực hiện thắng lợi nghị quyết đại hội đảng bộ các cấp nhiệm kỳ {term}.
    Thực hiện {doc}, {Org} đã {verb_lead} {Matter}, đem lại kết quả thiết thực.
    {time}, tại nhà văn hoá xã {commune}, huyện {Place}, {Org} phối hợp tổ chức {Event}.
    Xác định {Matter} là nhiệm vụ quan trọng, thời gian qua, {Org} đã {verb_lead} công tác {Field}.
    {time}, đồng chí {Leader}, {role} đã chủ trì {Event}.
    Theo kế hoạch, từ ngày {day}, {Org} bắt đầu giám sát {Matter} tại {small} xã của huyện {Place}.
    Nhằm nâng cao chất lượng công tác {Field}, {time:lower}, {Org} tổ chức {Event}.
""")
NOTICE_LEADS = _lines("""
    {Org} trân trọng thông báo đến toàn thể cán bộ, đảng viên và Nhân dân về {Event}.
    Căn cứ {doc}, {Org} thông báo như sau về {Matter}.
    Thực hiện chương trình công tác năm {year}, {Org} thông báo thời gian, địa điểm {Event}.
""")
AGENCY_LEADS = _lines("""
    Ngày {day}, tại Hà Nội, cơ quan chức năng đã tổ chức hội nghị toàn quốc về {Matter} với {hundreds} điểm cầu.
    Chiều {day}, tại Trụ sở Trung ương Đảng, hội nghị chuyên đề về công tác {Field} đã được tổ chức.
    Tiếp tục chương trình kỳ họp, sáng {day}, Quốc hội thảo luận ở hội trường về {Matter}.
""")
TITLES: dict[str, tuple[str, ...]] = {
    "chinh-tri": POLITICS,
    "thong-bao": NOTICES,
    "kinh-te": ECONOMY,
    "the-thao": SPORTS,
    "xa-hoi": SOCIETY,
    "infographic": INFOGRAPHICS,
    "phong-su-anh": PHOTOS,
}
# Sections whose texts do not open like reports on politics.
LEADS_OF: dict[str, tuple[str, ...]] = {
    "kinh-te": _lines("""
        Từ đầu năm {year} đến nay, huyện {Place} đã huy động {tens} tỷ đồng để phát triển vùng sản xuất hàng hoá.
        {time}, tại cửa khẩu, lượng hàng hoá thông quan đạt {hundreds} xe, tăng {digit},{digit}% so với tháng trước.
        Vụ này, nông dân xã {commune}, huyện {Place} trồng trên {hundreds} ha cây ăn quả, sản lượng ước đạt {thousands} tấn.
    """),
    "the-thao": _lines("""
        {time}, tại sân vận động huyện {Place}, giải đấu đã khai mạc với {tens} vận động viên của {small} xã tham gia.
        Sau {small} ngày tranh tài, {time:lower}, ban tổ chức đã trao {tens} bộ huy chương cho các đội.
        Giải năm nay thu hút {hundreds} khán giả xã {commune}, huyện {Place} đến cổ vũ.
    """),
    "xa-hoi": _lines("""
        {time}, tại xã {commune}, huyện {Place}, các nhà hảo tâm đã trao {tens} suất quà cho hộ nghèo.
        Với sự chung tay của cộng đồng, huyện {Place} đã xoá được {hundreds} nhà tạm trong năm {year}.
        Năm học mới, huyện {Place} có {thousands} học sinh đến lớp tại {tens} trường.
    """),
}
