package app.landfall.sdk

import app.landfall.core.FlowEvent
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class CancelTest {
    @TempDir
    lateinit var folder: File

    // R: F1, A7
    @Test
    fun `a cancelled coroutine puts the flow off, and it is gone on with for the same number`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    val waiting = CompletableDeferred<Unit>()
                    val work =
                        launch {
                            phone.visit(kiosk).use { visit ->
                                visit.acquire(Kiosk.ATTENDED, null, null).result { if (it is FlowEvent.Waiting) waiting.complete(Unit) }
                            }
                        }
                    withTimeout(20_000) { waiting.await() }
                    val reserved = kiosk.numbers("reserved")
                    assertEquals(1, reserved.size)
                    work.cancelAndJoin()
                    assertEquals(
                        Kiosk.ATTENDED,
                        phone.landfall
                            .unfinished()
                            .single()
                            .classId,
                    )

                    val iccid =
                        phone.visit(kiosk).use { visit ->
                            visit.acquire(Kiosk.ATTENDED, null, null).result { if (it is FlowEvent.Waiting) kiosk.authorise(it.code) }.iccid
                        }
                    assertEquals(reserved, kiosk.numbers("distributed"))
                    assertEquals(kiosk.subscribers.single { it.number == reserved.single() }.iccid, iccid)
                    assertEquals(emptyList<String>(), kiosk.numbers("reserved"))
                }
            }
        }

    // R: F1
    @Test
    fun `what is not wanted is not gone on with`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    phone.visit(kiosk).use { visit ->
                        val flow = visit.acquire(Kiosk.ATTENDED, null, null)
                        runCatching { flow.result { if (it is FlowEvent.Waiting) flow.cancel(true) } }
                    }
                    assertTrue(phone.landfall.unfinished().isEmpty())
                    assertTrue(
                        phone.landfall
                            .start()
                            .failed
                            .isEmpty(),
                    )
                    assertEquals(emptyList<String>(), kiosk.numbers("distributed"))
                }
            }
        }

    @Test
    fun `a call that is cancelled loses no event`() =
        runBlocking<Unit> {
            Kiosk(File(folder, "shop")).use { kiosk ->
                Phone(File(folder, "phone")).use { phone ->
                    phone.visit(kiosk).use { visit ->
                        val flow = visit.acquire(Kiosk.ATTENDED, null, null)
                        val before = mutableListOf<FlowEvent>()
                        while (before.lastOrNull() !is FlowEvent.Waiting) before += checkNotNull(flow.nextEvent())
                        repeat(20) {
                            assertThrows(TimeoutCancellationException::class.java) { runBlocking { withTimeout(5) { flow.nextEvent() } } }
                        }
                        kiosk.authorise((before.last() as FlowEvent.Waiting).code)
                        // Told while nobody pulls.
                        delay(300)
                        val after = withTimeout(20_000) { flow.events().toList() }
                        assertTrue(after.first() is FlowEvent.Authorised, "$after")
                        assertTrue(after.any { it is FlowEvent.Installed } && after.last() is FlowEvent.Reported, "$after")
                        flow.close()
                    }
                }
            }
        }
}
