use axum::http::{HeaderMap, header};

/// What the pages say, in one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) language: &'static str,
    pub(super) title: &'static str,
    pub(super) choose: &'static str,
    pub(super) none: &'static str,
    pub(super) voucher: &'static str,
    pub(super) area: &'static str,
    pub(super) speed: &'static str,
    pub(super) data: &'static str,
    pub(super) unlimited: &'static str,
    pub(super) days: &'static str,
    pub(super) apn: &'static str,
    pub(super) works: &'static str,
    pub(super) needs: &'static str,
    pub(super) no_lock: &'static str,
    pub(super) take: &'static str,
    pub(super) waits: &'static str,
    pub(super) ready: &'static str,
    pub(super) open: &'static str,
    pub(super) by_hand: &'static str,
    pub(super) denied: &'static str,
    pub(super) over: &'static str,
    pub(super) back: &'static str,
    pub(super) refused: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    title: "A local SIM for this phone",
    choose: "Choose an offer. No network is needed.",
    none: "There is nothing to buy here now.",
    voucher: "Voucher or invitation code",
    area: "Works in",
    speed: "Speed, up to",
    data: "Data",
    unlimited: "unlimited",
    days: "days from first use",
    apn: "Access point (APN)",
    works: "Works",
    needs: "Your phone needs one of these bands",
    no_lock: "Your phone must not be locked to another operator.",
    take: "Take this one",
    waits: "Show this code to the attendant. This page goes on by itself.",
    ready: "Your SIM is ready. Stay on this Wi-Fi until it is installed.",
    open: "Install on this phone",
    by_hand: "Or: Settings, mobile network, add eSIM; scan the picture, or type this code.",
    denied: "The sale was not agreed to:",
    over: "This sale is over, or was never begun.",
    back: "Back to the offers",
    refused: "That did not work:",
};

const CHINESE: Words = Words {
    language: "zh-Hans",
    title: "为本机办理当地 SIM 卡",
    choose: "请选择套餐，无需网络。",
    none: "目前没有可购买的套餐。",
    voucher: "兑换码或邀请码",
    area: "适用地区",
    speed: "最高速率",
    data: "流量",
    unlimited: "不限量",
    days: "天（自首次使用起）",
    apn: "接入点（APN）",
    works: "生效时间",
    needs: "手机须支持以下频段之一",
    no_lock: "手机不得被其他运营商锁定。",
    take: "选择此套餐",
    waits: "请向工作人员出示此代码。本页会自动继续。",
    ready: "您的 SIM 卡已就绪。安装完成前请保持连接此 Wi-Fi。",
    open: "安装到本机",
    by_hand: "或：设置 → 移动网络 → 添加 eSIM，扫描二维码或输入以下激活码。",
    denied: "此次购买未获同意：",
    over: "此次购买已结束，或并不存在。",
    back: "返回套餐列表",
    refused: "操作未成功：",
};

impl Words {
    /// Those of the language that a browser asks for first, of the two that are here.
    pub(super) fn of(headers: &HeaderMap) -> &'static Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first = asked
            .split(',')
            .map(|one| one.trim().to_ascii_lowercase())
            .find(|one| one.starts_with("zh") || one.starts_with("en"));
        if first.is_some_and(|one| one.starts_with("zh")) { &CHINESE } else { &ENGLISH }
    }
}
