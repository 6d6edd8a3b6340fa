package app.landfall.phone.look

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.runtime.staticCompositionLocalOf

/** Where the arrow of the screen that is shown leads; null where there is none. The system's own way back is the same. */
class Arrow {
    var back by mutableStateOf<(() -> Unit)?>(null)
}

val LocalArrow = staticCompositionLocalOf { Arrow() }
