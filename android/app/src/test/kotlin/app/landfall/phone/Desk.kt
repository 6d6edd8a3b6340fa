package app.landfall.phone

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.size
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.junit4.ComposeContentTestRule
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextClearance
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.unit.dp
import app.landfall.core.Landfall
import app.landfall.core.SecureElement
import app.landfall.desk.DeskPlatform
import app.landfall.phone.look.LandfallTheme
import app.landfall.phone.model.OwnEsim
import app.landfall.phone.model.PhoneModel
import app.landfall.phone.model.Stage
import app.landfall.phone.model.Touch
import app.landfall.phone.words.Language
import app.landfall.sdk.kit.Kiosk
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.runBlocking
import java.io.File

/** The longest that anything may take on a loaded machine. */
const val PATIENCE = 40_000L

/** A phone on a screen: the app over the real core. [kill] is what the system does to an app. */
class PhoneOnScreen(
    private val folder: File,
    name: String,
    server: String,
    card: SecureElement? = null,
    touch: Touch? = null,
    ownEsim: OwnEsim? = null,
) : AutoCloseable {
    private val scope = CoroutineScope(Dispatchers.Main + SupervisorJob())
    val platform = DeskPlatform(folder, name, server, card, touch, ownEsim)
    val model = PhoneModel(platform, scope)
    val ways = Ways()

    /** Trusts the kiosk's operator, before anything is shown. */
    fun trusts(kiosk: Kiosk) =
        apply {
            runBlocking { Landfall.open(platform.settings, platform.ports).use { it.addRoot(kiosk.root) } }
        }

    fun open() = apply { model.open() }

    /** The core, for what the other side of a story does. */
    val core: Landfall get() = (model.stage as Stage.Open).core

    /** Whether it is open. */
    val isOpen: Boolean get() = model.stage is Stage.Open

    override fun close() {
        scope.cancel()
        model.close()
    }
}

/** Shows the phone. */
fun ComposeContentTestRule.show(phone: () -> PhoneOnScreen?) =
    setContent {
        LandfallTheme(Language.English, isDark = false) {
            Box(Modifier.size(390.dp, 760.dp)) { phone()?.let { key(it) { App(it.model, Language.English, it.ways) } } }
        }
    }

/** Waits until something is there. */
fun ComposeContentTestRule.await(what: SemanticsMatcher) =
    try {
        waitUntil(PATIENCE) { onAllNodes(what).fetchSemanticsNodes().isNotEmpty() }
    } catch (failure: Throwable) {
        throw AssertionError("${what.description} did not appear; there is: ${onScreen()}", failure)
    }

fun ComposeContentTestRule.await(tag: String) = await(hasTestTag(tag))

/** Waits for a button, and presses it. */
fun ComposeContentTestRule.press(tag: String) {
    await(tag)
    val node = onNodeWithTag(tag)
    try {
        node.performScrollTo()
    } catch (_: AssertionError) {
        // It stands at the bottom, where nothing scrolls.
    }
    node.performClick()
}

/** Types into a field in place of what is there. */
fun ComposeContentTestRule.type(
    tag: String,
    text: String,
) {
    await(tag)
    onNodeWithTag(tag).performScrollTo()
    onNodeWithTag(tag).performTextClearance()
    onNodeWithTag(tag).performTextInput(text)
}
