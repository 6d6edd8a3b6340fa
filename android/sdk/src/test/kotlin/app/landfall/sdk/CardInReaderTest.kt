package app.landfall.sdk

import app.landfall.core.checkSecureElement
import app.landfall.sdk.kit.CardInReader
import app.landfall.sdk.kit.Kiosk
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class CardInReaderTest {
    @TempDir
    lateinit var folder: File

    // R: A6
    @Test
    fun `the card in the reader keeps a platform's contract`() {
        Kiosk(File(folder, "shop")).use { kiosk ->
            CardInReader(File(folder, "reader"), kiosk.root, kiosk.address).use { card ->
                assertEquals(null, checkSecureElement(card, CardInReader.READER))
                assertNotNull(checkSecureElement(card, "SIM2"))
            }
        }
    }
}
