package app.landfall.sdk

import app.landfall.core.FoundService
import app.landfall.core.KioskTarget
import app.landfall.core.LandfallException
import app.landfall.core.LinkKind
import app.landfall.core.ServiceBrowser
import app.landfall.core.ServiceBrowserFailure
import app.landfall.core.checkServiceBrowser
import app.landfall.sdk.kit.Kiosk
import app.landfall.sdk.kit.Phone
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** Kiosks on the network, as the platform's service shows them. */
class NearTest {
    /** A network on which [services] are. */
    private class Lan(
        private vararg val services: FoundService,
    ) : ServiceBrowser {
        override fun browse(
            service: String,
            seconds: UInt,
        ) = if (service == "_landfall._tcp") services.toList() else emptyList()
    }

    private fun service(address: String) = FoundService("Gate 7", listOf(address), mapOf("v" to "1", "op" to "Nord"))

    // R: A2 A3
    @Test
    fun `a kiosk that the platform finds sells`(
        @TempDir folder: File,
    ) = runBlocking {
        Kiosk(File(folder, "shop")).use { kiosk ->
            Phone(File(folder, "phone"), browser = Lan(service(kiosk.address))).use { phone ->
                phone.landfall.addRoot(kiosk.root)
                val found = phone.landfall.findKiosks(1u).single()
                assertEquals("Gate 7" to listOf(LinkKind.WIFI), found.name to found.links)
                phone.landfall.visit(KioskTarget.Found(found)).use { visit ->
                    assertNotNull(visit.acquire(Kiosk.FREE, null, null).result().iccid)
                }
            }
        }
    }

    // R: A2 F3
    @Test
    fun `a search that the user forbids says what to do`(
        @TempDir folder: File,
    ) {
        val forbidden =
            object : ServiceBrowser {
                override fun browse(
                    service: String,
                    seconds: UInt,
                ) = throw ServiceBrowserFailure.Denied("local network")
            }
        Phone(folder, browser = forbidden).use { phone ->
            val failure = assertThrows(LandfallException::class.java) { runBlocking { phone.landfall.findKiosks(1u) } }
            assertEquals("kiosk.search.denied", failure.trouble.key)
            assertTrue(failure.trouble.advice.contains("settings"))
        }
    }

    // R: A2
    @Test
    fun `what searches the network is judged`() {
        assertNull(checkServiceBrowser(Lan(service("192.0.2.7:7788")), "Gate 7"))
        assertEquals("an address is HOST:PORT", checkServiceBrowser(Lan(service("192.0.2.7")), "Gate 7"))
    }
}
