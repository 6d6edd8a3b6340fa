package app.landfall.phone.words

import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import java.time.Instant
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.util.IllformedLocaleException
import java.util.Locale

/** The languages that the app speaks. */
enum class Language(
    val own: String,
    val locale: Locale,
) {
    English("English", Locale.ENGLISH),
    Chinese("中文", Locale.SIMPLIFIED_CHINESE),
    ;

    companion object {
        /** The one that the system is set to; English, if the app does not speak it. */
        fun of(locale: Locale): Language = if (locale.language == "zh") Chinese else English
    }
}

val LocalLanguage = staticCompositionLocalOf { Language.English }

/** The words in the language of the screen; `{0}`, `{1}` are replaced. */
@Composable
fun say(
    what: Say,
    vararg with: Any,
): String = what.text(LocalLanguage.current, *with)

/** The same outside of a screen. */
fun Say.text(
    language: Language,
    vararg with: Any,
): String =
    with.foldIndexed(if (language == Language.Chinese) zh else en) { at, text, value ->
        text.replace("{$at}", value.toString())
    }

/** A time of day with its date, as the language writes it. */
fun Language.time(
    seconds: ULong,
    zone: ZoneId = ZoneId.systemDefault(),
): String {
    val pattern = if (this == Language.Chinese) "M月d日 HH:mm:ss" else "d MMM, HH:mm:ss"
    return DateTimeFormatter.ofPattern(pattern, locale).withZone(zone).format(Instant.ofEpochSecond(seconds.toLong()))
}

/** A country's name; what was typed, if Java knows none of that code. */
fun Language.country(code: String): String =
    try {
        val region = Locale.Builder().setRegion(code).build()
        region.getDisplayCountry(locale).ifEmpty { code }
    } catch (_: IllformedLocaleException) {
        code
    }

/** Bytes as people read them. */
fun bytes(count: ULong): String =
    when {
        count < 1_000u -> "$count B"
        count < 1_000_000u -> "%.1f kB".format(Locale.ROOT, count.toDouble() / 1e3)
        else -> "%.1f MB".format(Locale.ROOT, count.toDouble() / 1e6)
    }

/** kbit/s as people read them. */
fun rate(kilobits: UInt): String = if (kilobits < 1_000u) "$kilobits kbit/s" else "${kilobits / 1_000u} Mbit/s"

/** Megabytes as people read them. */
fun megabytes(count: ULong): String =
    if (count <
        1_000u
    ) {
        "$count MB"
    } else if (count % 1_000u == 0uL) {
        "${count / 1_000u} GB"
    } else {
        "%.1f GB".format(Locale.ROOT, count.toDouble() / 1e3)
    }
