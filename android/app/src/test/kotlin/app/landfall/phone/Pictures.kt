package app.landfall.phone

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import app.landfall.phone.screens.Tab
import app.landfall.phone.screens.Tabs

/** A screen in one of its states. */
class Picture(
    val name: String,
    val tab: Tab? = null,
    val content: @Composable () -> Unit,
)

/** The picture as it is on a phone, with the bar of tabs where it has one. */
@Composable
fun Picture.Draw() {
    if (tab == null) return content()
    Column {
        Box(Modifier.weight(1f)) { content() }
        Tabs(tab) {}
    }
}

/** Every screen in every state that it has. */
val pictures = stagePictures + simPictures + getPictures + accountPictures + lostPictures + removablePictures + restPictures
