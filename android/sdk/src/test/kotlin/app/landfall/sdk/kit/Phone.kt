package app.landfall.sdk.kit

import app.landfall.core.DeviceFacts
import app.landfall.core.DeviceInfo
import app.landfall.core.Keystore
import app.landfall.core.KioskVisit
import app.landfall.core.Landfall
import app.landfall.core.OpenSettings
import app.landfall.core.Ports
import app.landfall.core.ServiceBrowser
import app.landfall.core.SignInData
import app.landfall.sdk.result
import java.io.File

/** What a phone of a test is. */
class DeskDevice(
    private val id: String,
) : DeviceInfo {
    override fun facts() = DeviceFacts("android", "x86_64", id, listOf("n78", "B3"), false, false, true)
}

/** A phone: a data folder, a keystore beside it, and the core over both. */
class Phone(
    val folder: File,
    private val keystore: Keystore = DeskKeystore(File(folder, "keys")),
    browser: ServiceBrowser? = null,
) : AutoCloseable {
    val settings = OpenSettings(File(folder, "data").path, null)
    val ports = Ports(keystore, DeskDevice(folder.name), serviceBrowser = browser)
    val landfall = Landfall.open(settings, ports)

    /** Comes to the kiosk, trusting its operator. */
    suspend fun visit(kiosk: Kiosk): KioskVisit {
        landfall.addRoot(kiosk.root)
        return landfall.visit(kiosk.target)
    }

    /** Buys what is free; the SIM's number. */
    suspend fun acquire(
        kiosk: Kiosk,
        classId: String = Kiosk.FREE,
    ): String = visit(kiosk).use { visit -> checkNotNull(visit.acquire(classId, null, null).result().iccid) }

    /** Buys what is free, and has it in use. */
    suspend fun acquireAndEnable(kiosk: Kiosk): String {
        val iccid = acquire(kiosk)
        landfall.setFirstPin(iccid, PIN.toByteArray())
        landfall.enableSim(iccid)
        return iccid
    }

    fun signIn(
        cloud: Cloud,
        login: String = "ann",
    ) = SignInData(cloud.url, login, PASSWORD.toByteArray(), folder.name)

    override fun close() = landfall.close()

    companion object {
        const val PIN = "73194286"
        const val PASSWORD = "seven turtles sail at noon"
    }
}
