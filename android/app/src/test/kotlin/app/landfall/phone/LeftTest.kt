package app.landfall.phone

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.junit4.createComposeRule
import app.landfall.core.GivenBy
import app.landfall.core.Landfall
import app.landfall.core.LostPhone
import app.landfall.core.NoHandle
import app.landfall.core.OrderInfo
import app.landfall.core.OrderVerb
import app.landfall.desk.DeskPlatform
import app.landfall.phone.model.By
import app.landfall.phone.model.LostModel
import kotlinx.coroutines.awaitCancellation
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.rules.Timeout
import java.util.concurrent.TimeUnit

/** A screen is left while its model waits for an answer: what was under way ends there. */
class LeftTest {
    @get:Rule val rule = createComposeRule()

    @get:Rule val limit: Timeout = Timeout(60, TimeUnit.SECONDS)

    @get:Rule val folder = TemporaryFolder()

    private class Core(
        private val giver: LostPhone,
    ) : Landfall(NoHandle) {
        override suspend fun lostPhone(by: GivenBy) = giver
    }

    /** By a server that does not answer. */
    private class Giver : LostPhone(NoHandle) {
        var isAsked by mutableStateOf(false)

        override fun devices() = listOf(old)

        override suspend fun orders(): List<OrderInfo> {
            isAsked = true
            awaitCancellation()
        }
    }

    @Test
    fun `nobody asks on how an order stands once its screen is gone`() {
        val giver = Giver()
        val platform = DeskPlatform(folder.root, "phone", "http://127.0.0.1:1")
        var isShown by mutableStateOf(true)
        lateinit var model: LostModel
        rule.setContent {
            if (isShown) {
                val scope = rememberCoroutineScope()
                model = remember { LostModel(Core(giver), platform, scope) {} }
            }
        }
        rule.runOnIdle { model.choose(By.ThisDevice) }
        rule.runOnIdle {
            model.follow(old, OrderInfo("o1", OrderVerb.LOCK, old.name, old.id, emptyList(), "queued", emptyList(), NOW, NOW, NOW + 60u, null, null))
        }
        rule.waitUntil(PATIENCE) { giver.isAsked }
        isShown = false
        // A coroutine that went on to wait for its next turn would keep the screen from ever being idle.
        rule.waitForIdle()
    }
}
