package app.landfall.phone

import app.landfall.core.KioskTarget
import app.landfall.core.Landfall
import app.landfall.desk.DeskPlatform
import app.landfall.desk.DeskStage
import app.landfall.sdk.result
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class DeskStageTest {
    @get:Rule val folder = TemporaryFolder()

    // R: A14
    @Test
    fun `what stands beside the phone on a desk sells, and its counter agrees`() {
        DeskStage(folder.root.resolve("desk")).use { stage ->
            val platform = DeskPlatform(folder.root.resolve("phone"), "phone", stage.server)
            Landfall.open(platform.settings, platform.ports).use { core ->
                runBlocking {
                    core.addRoot(stage.root)
                    core.visit(KioskTarget.Code(stage.startCode)).use { visit ->
                        val got = async { visit.acquire("jp-week", null, null).result() }
                        withTimeout(PATIENCE) {
                            while (stage.sales().isEmpty()) delay(200)
                        }
                        val sale = stage.sales().single()
                        assertEquals("jp-week", sale.offer)
                        stage.authorise(sale)
                        assertEquals(got.await().iccid, core.sims().single().iccid)
                    }
                }
            }
        }
    }
}
