package app.landfall.phone.look

import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import app.landfall.phone.words.Language
import app.landfall.phone.words.LocalLanguage

/** Distances, all of them multiples of four. */
object Space {
    val hair = 4.dp
    val small = 8.dp
    val medium = 12.dp
    val large = 16.dp
    val huge = 24.dp
}

/** Colours that Material has no name for: what is well, and what needs a look. */
data class Signals(
    val well: Color,
    val onWell: Color,
    val care: Color,
    val onCare: Color,
)

private val lightSignals = Signals(Color(0xFFDCEFE2), Color(0xFF1B5E3A), Color(0xFFFBEBCF), Color(0xFF6B4700))
private val darkSignals = Signals(Color(0xFF1D3A2A), Color(0xFFA5DDBB), Color(0xFF43351B), Color(0xFFF2CF8C))

val LocalSignals = staticCompositionLocalOf { lightSignals }

private val light =
    lightColorScheme(
        primary = Color(0xFF0C5A6B),
        onPrimary = Color.White,
        primaryContainer = Color(0xFFD3E9EE),
        onPrimaryContainer = Color(0xFF05323D),
        secondary = Color(0xFF4A6268),
        onSecondary = Color.White,
        secondaryContainer = Color(0xFFDDE8EA),
        onSecondaryContainer = Color(0xFF1C3238),
        tertiary = Color(0xFF7A5A1E),
        onTertiary = Color.White,
        background = Color(0xFFF5F7F7),
        onBackground = Color(0xFF16201F),
        surface = Color.White,
        onSurface = Color(0xFF16201F),
        surfaceVariant = Color(0xFFE9EEEE),
        onSurfaceVariant = Color(0xFF4A5658),
        surfaceTint = Color.White,
        outline = Color(0xFF79878A),
        outlineVariant = Color(0xFFD5DCDD),
        error = Color(0xFFB3261E),
        onError = Color.White,
        errorContainer = Color(0xFFFBE2DF),
        onErrorContainer = Color(0xFF6B120C),
    )

private val dark =
    darkColorScheme(
        primary = Color(0xFF86CFDF),
        onPrimary = Color(0xFF00363F),
        primaryContainer = Color(0xFF12444F),
        onPrimaryContainer = Color(0xFFC8EBF3),
        secondary = Color(0xFFB3CACF),
        onSecondary = Color(0xFF1D3438),
        secondaryContainer = Color(0xFF2A3C41),
        onSecondaryContainer = Color(0xFFD5E6E9),
        tertiary = Color(0xFFE5C27A),
        onTertiary = Color(0xFF3E2E00),
        background = Color(0xFF0E1415),
        onBackground = Color(0xFFE1E8E8),
        surface = Color(0xFF182022),
        onSurface = Color(0xFFE1E8E8),
        surfaceVariant = Color(0xFF263033),
        onSurfaceVariant = Color(0xFFB4C1C3),
        surfaceTint = Color(0xFF182022),
        outline = Color(0xFF86959A),
        outlineVariant = Color(0xFF36444A),
        error = Color(0xFFF2B8B5),
        onError = Color(0xFF601410),
        errorContainer = Color(0xFF47201D),
        onErrorContainer = Color(0xFFF9DEDC),
    )

/** The colours of a SIM's card, by its operator's name: two stops of a gradient, dark enough for white letters. */
fun cardColours(operator: String): List<Color> = cards[operator.fold(7) { sum, letter -> (sum * 31 + letter.code) and 0xFFFF } % cards.size]

private val cards =
    listOf(
        listOf(Color(0xFF0C5A6B), Color(0xFF153F5C)),
        listOf(Color(0xFF2F5D50), Color(0xFF1E4646)),
        listOf(Color(0xFF514B86), Color(0xFF38386B)),
        listOf(Color(0xFF7A4B5B), Color(0xFF553550)),
        listOf(Color(0xFF4A5B2C), Color(0xFF2F4A36)),
        listOf(Color(0xFF3D5478), Color(0xFF2A3C5E)),
    )

private fun typography(family: FontFamily): Typography {
    fun style(
        size: Int,
        line: Int,
        weight: FontWeight,
    ) = TextStyle(fontFamily = family, fontSize = size.sp, lineHeight = line.sp, fontWeight = weight)
    return Typography(
        displaySmall = style(34, 42, FontWeight.Bold),
        headlineMedium = style(26, 33, FontWeight.Bold),
        headlineSmall = style(22, 28, FontWeight.Bold),
        titleLarge = style(19, 26, FontWeight.Bold),
        titleMedium = style(16, 22, FontWeight.Bold),
        titleSmall = style(14, 20, FontWeight.Bold),
        bodyLarge = style(16, 24, FontWeight.Normal),
        bodyMedium = style(14, 21, FontWeight.Normal),
        bodySmall = style(12, 17, FontWeight.Normal),
        labelLarge = style(15, 20, FontWeight.Bold),
        labelMedium = style(12, 16, FontWeight.Bold),
        labelSmall = style(11, 15, FontWeight.Bold),
    )
}

private val shapes =
    Shapes(
        extraSmall = RoundedCornerShape(6.dp),
        small = RoundedCornerShape(10.dp),
        medium = RoundedCornerShape(16.dp),
        large = RoundedCornerShape(20.dp),
        extraLarge = RoundedCornerShape(28.dp),
    )

/** The look of every screen. [family] is the system's own, unless the desk has a better one. */
@Composable
fun LandfallTheme(
    language: Language,
    isDark: Boolean,
    family: FontFamily = FontFamily.Default,
    content: @Composable () -> Unit,
) {
    val colours: ColorScheme = if (isDark) dark else light
    CompositionLocalProvider(
        LocalLanguage provides language,
        LocalSignals provides if (isDark) darkSignals else lightSignals,
    ) {
        MaterialTheme(colours, shapes, typography(family), content)
    }
}
