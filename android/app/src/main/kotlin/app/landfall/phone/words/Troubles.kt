package app.landfall.phone.words

import app.landfall.core.Finding
import app.landfall.core.Trouble

/** A failure in words. */
data class TroubleText(
    val title: String,
    val explanation: String,
    val advice: String,
)

/** A failure in Chinese; `{1}` is replaced by the tries that are left. */
class Chinese(
    /** None: that of the key without its last part. */
    val title: String?,
    /** What happened, where the title does not say it, and what to do. */
    val sentence: String,
    /** The core's own sentence says more, such as what somebody typed: it is shown behind this one. */
    val exact: Boolean,
)

internal fun titled(
    title: String,
    sentence: String,
    exact: Boolean = false,
) = Chinese(title, sentence, exact)

internal fun why(
    sentence: String,
    exact: Boolean = false,
) = Chinese(null, sentence, exact)

/** By [Trouble.key]. */
val chinese: Map<String, Chinese> = kioskTroubles + cardTroubles + serverTroubles + accountTroubles + lostTroubles + phoneTroubles

/**
 * The core's own words are English; for others its key names a translation. One that is not known is said in general, by what its key begins with;
 * if that is not known either, in the core's words.
 */
fun Trouble.words(language: Language): TroubleText {
    val names = generateSequence(key) { name -> name.substringBeforeLast('.', "").ifEmpty { null } }
    val known = names.firstNotNullOfOrNull { chinese[it] }
    val title = names.firstNotNullOfOrNull { chinese[it]?.title }
    if (language == Language.English || known == null || title == null) return TroubleText(this.title, explanation, advice)
    val tries = Regex("\\d+").find(explanation)?.value
    // A key of a newer core than these words: its own sentence says what is new.
    val exact = known.exact || key !in chinese
    return TroubleText(title, known.sentence.replace("{1}", tries ?: "?"), if (exact) explanation else "")
}

/** What a finding says. The core's sentence is English; for others its key and its count do. */
fun Finding.words(language: Language): String {
    if (language == Language.English) return what
    return when (key) {
        "clock" -> "时钟不可能是现在显示的时间，请校准。"
        "keystore" -> if (well) "密钥由硬件保护。" else "密钥仅由软件保护。"
        "damaged" -> "有数据无法读取。"
        "operators" -> "信任的运营商：$count。"
        "unfinished" -> "未结束的获取：$count。"
        "results" -> "等待自助机的结果：$count。"
        "account" -> "等待同步的修改：$count。"
        "locked" -> "本机已锁定，未检查 SIM 卡。"
        else -> what
    }
}
