package app.landfall.desk

import app.landfall.core.DeviceFacts
import app.landfall.core.DeviceInfo
import app.landfall.core.OpenSettings
import app.landfall.core.Ports
import app.landfall.core.SecureElement
import app.landfall.phone.model.OwnEsim
import app.landfall.phone.model.Platform
import app.landfall.phone.model.Touch
import app.landfall.sdk.kit.DeskKeystore
import java.awt.GraphicsEnvironment
import java.awt.Toolkit
import java.awt.datatransfer.DataFlavor
import java.awt.datatransfer.StringSelection
import java.awt.datatransfer.UnsupportedFlavorException
import java.io.File
import java.io.IOException

/** A desk in the place of a phone: keys in files, no camera, no radio; in its reader the card that it is given. */
class DeskPlatform(
    folder: File,
    override val phoneName: String,
    override val server: String,
    card: SecureElement? = null,
    override val touch: Touch? = null,
    override val ownEsim: OwnEsim? = null,
) : Platform {
    override val settings = OpenSettings(File(folder, "data").also { it.mkdirs() }.path, null)
    override val ports = Ports(DeskKeystore(File(folder, "keys")), DeskDevice(folder.name), secureElement = card)
    override val canScan = false

    override suspend fun scan(): String? = null

    /** What was handed over last; the clipboard has it as well, where there is one. */
    var shared: String? = null
        private set

    override fun share(text: String) {
        shared = text
        if (!GraphicsEnvironment.isHeadless()) Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)
    }

    override fun pasted(): String? {
        if (GraphicsEnvironment.isHeadless()) return shared
        return try {
            Toolkit.getDefaultToolkit().systemClipboard.getData(DataFlavor.stringFlavor) as? String
        } catch (_: UnsupportedFlavorException) {
            null
        } catch (_: IOException) {
            null
        }
    }
}

private class DeskDevice(
    private val id: String,
) : DeviceInfo {
    // The bands are told; of a lock a desk knows nothing. The card is at the service of its programs without any driver.
    override fun facts() = DeviceFacts("linux", System.getProperty("os.arch"), id, listOf("n78", "B1", "B3"), null, false, true)
}
