package app.landfall.phone.look

import androidx.compose.material3.Icon
import androidx.compose.material3.LocalContentColor
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.PathParser
import androidx.compose.ui.unit.dp

/** The app's pictograms: lines of one width in a square of 24. */
enum class Sign(
    lines: String,
) {
    Sim("M7 3h7l5 5v11a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2z M9 12h6v5h-6z M12 12v5"),
    Get("M12 3v12 M7.5 10.5l4.5 4.5l4.5 -4.5 M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2 -2v-2"),
    Person("M12 4a4 4 0 1 0 0.01 0z M4.5 20.5c0.7 -4 3.7 -6 7.5 -6s6.8 2 7.5 6"),
    Lost(
        "M8 2.5h8a2 2 0 0 1 2 2v15a2 2 0 0 1 -2 2h-8a2 2 0 0 1 -2 -2v-15a2 2 0 0 1 2 -2z M10 9.2a2 2 0 1 1 3 1.8c-0.8 0.5 -1 0.9 -1 1.7 M12 15.6v0.1",
    ),
    Back("M15 5l-7 7l7 7"),
    Next("M9 5l7 7l-7 7"),
    More("M5 12h0.01 M12 12h0.01 M19 12h0.01"),
    Lock("M6 11h12a1 1 0 0 1 1 1v7.5a1 1 0 0 1 -1 1h-12a1 1 0 0 1 -1 -1v-7.5a1 1 0 0 1 1 -1z M8 11v-3.5a4 4 0 0 1 8 0v3.5 M12 15v2"),
    Erase("M4 6.5h16 M9.5 6.5v-2.5h5v2.5 M6 6.5l1 13a1.5 1.5 0 0 0 1.5 1.5h7a1.5 1.5 0 0 0 1.5 -1.5l1 -13 M10.2 11v6 M13.8 11v6"),
    Copy(
        "M9 9h10a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1 -1.5 1.5h-10a1.5 1.5 0 0 1 -1.5 -1.5v-9a1.5 1.5 0 0 1 1.5 -1.5z M4 15.5h-0.2a1.3 1.3 0 0 1 -1.3 -1.3v-9.9a1.3 1.3 0 0 1 1.3 -1.3h9.9a1.3 1.3 0 0 1 1.3 1.3v1.2",
    ),
    Swap("M7 4l-4 4l4 4 M3 8h14 M17 12l4 4l-4 4 M21 16h-14"),
    Pin("M4 8h16a1 1 0 0 1 1 1v6a1 1 0 0 1 -1 1h-16a1 1 0 0 1 -1 -1v-6a1 1 0 0 1 1 -1z M7.5 12h0.01 M12 12h0.01 M16.5 12h0.01"),
    Book(
        "M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1 -1 1h-12a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1z M12 8a1.8 1.8 0 1 0 0.01 0z M8.5 16.5c0.5 -2.2 1.8 -3 3.5 -3s3 0.8 3.5 3",
    ),
    Clock("M12 3a9 9 0 1 0 0.01 0z M12 7.5v5l3.2 1.8"),
    Pen("M4 20l1 -4.5l10.5 -10.5l3.5 3.5l-10.5 10.5z M13.5 7l3.5 3.5"),
    Scan("M4 8v-3a1 1 0 0 1 1 -1h3 M16 4h3a1 1 0 0 1 1 1v3 M20 16v3a1 1 0 0 1 -1 1h-3 M8 20h-3a1 1 0 0 1 -1 -1v-3 M7.5 12h9"),
    Kiosk("M7 3h10a1 1 0 0 1 1 1v9h-12v-9a1 1 0 0 1 1 -1z M9 16h6 M10 13v8 M14 13v8 M7.5 21h9 M9 6.5h6 M9 9.5h3.5"),
    Wifi("M3 9.5c5.5 -4.7 12.500 -4.700 18 0 M6 13c3.700 -3 8.300 -3 12 0 M9.200 16.300c1.800 -1.300 3.800 -1.300 5.600 0 M12 19.500h0.01"),
    Blue("M7 7.500l10 8.500l-5 4.500v-17l5 4.500l-10 8.500"),
    Touch("M4 12a8 8 0 0 1 8 -8 M4 12a8 8 0 0 0 8 8 M8 12a4 4 0 0 1 4 -4 M8 12a4 4 0 0 0 4 4 M13 8v8 M17 5.500v13"),
    Direct("M4 5h6v6h-6z M14 13h6v6h-6z M12.500 8h3a1.500 1.500 0 0 1 1.500 1.500v1 M11.500 16h-3a1.500 1.500 0 0 1 -1.500 -1.500v-1"),
    Filter("M4 6h16 M7 12h10 M10 18h4"),
    Tick("M5 12.500l4.500 4.500l9.500 -10"),
    Cross("M6 6l12 12 M18 6l-12 12"),
    Care("M12 3.500l9.500 16.500h-19z M12 10v4.500 M12 17.200v0.01"),
    Info("M12 3a9 9 0 1 0 0.01 0z M12 11v5.500 M12 7.700v0.01"),
    Cloud("M7 18.500a4.200 4.200 0 0 1 -0.500 -8.400a5.800 5.800 0 0 1 11.200 1a3.800 3.800 0 0 1 -0.700 7.400z"),
    Sheet("M6 3h8l4 4v13a1 1 0 0 1 -1 1h-11a1 1 0 0 1 -1 -1v-16a1 1 0 0 1 1 -1z M8.500 11h7 M8.500 14.500h7 M8.500 18h4"),
    Phone("M8 2.500h8a2 2 0 0 1 2 2v15a2 2 0 0 1 -2 2h-8a2 2 0 0 1 -2 -2v-15a2 2 0 0 1 2 -2z M11 18.500h2"),
    People(
        "M9 5a3.500 3.500 0 1 0 0.01 0z M2.500 20c0.500 -4 3 -5.500 6.500 -5.500s6 1.500 6.500 5.500 M15.500 5.300a3.300 3.300 0 0 1 0 6.400 M17.500 14.800c2.300 0.700 3.700 2.200 4 5.200",
    ),
    Chip(
        "M7 5h10a2 2 0 0 1 2 2v10a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-10a2 2 0 0 1 2 -2z M9.500 5v14 M14.500 5v14 M5 10h4.500 M5 14h4.500 M14.500 10h4.500 M14.500 14h4.500",
    ),
    Pulse("M3 12h4l2.500 -6.500l4.500 13l2.500 -6.500h4.500"),
    Plus("M12 5v14 M5 12h14"),
    Receipt("M6 3h12v18l-2.400 -1.600l-2.400 1.600l-1.200 -0.800l-1.200 0.800l-2.400 -1.600l-2.400 1.600z M9 8h6 M9 12h6"),
    Key("M8 11a4 4 0 1 0 0.01 0z M11 12.200l8 -8 M16 7.200l2.500 2.500 M13.500 9.700l1.800 1.800"),
    ;

    /** Drawn in the colour that it is tinted with. */
    val vector: ImageVector by lazy {
        ImageVector
            .Builder(name, 24.dp, 24.dp, 24f, 24f)
            .addPath(
                PathParser().parsePathString(lines).toNodes(),
                stroke = SolidColor(Color.Black),
                strokeLineWidth = 1.8f,
                strokeLineCap = StrokeCap.Round,
                strokeLineJoin = StrokeJoin.Round,
            ).build()
    }
}

/** A pictogram; [says] is for screen readers, and null where the words beside it say the same. */
@Composable
fun Sign.Draw(
    modifier: Modifier = Modifier,
    says: String? = null,
    tint: Color = LocalContentColor.current,
) = Icon(vector, says, modifier, tint)
