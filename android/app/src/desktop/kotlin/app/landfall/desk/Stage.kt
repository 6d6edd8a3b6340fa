package app.landfall.desk

import app.landfall.sdk.kit.CardInReader
import app.landfall.sdk.kit.Cloud
import app.landfall.sdk.kit.Program
import app.landfall.sdk.kit.texts
import java.io.File
import java.net.ServerSocket

/** A sale that waits for the attendant. */
data class Sale(
    val code: String,
    val offer: String,
)

/** A kiosk with stock and an accounts' server beside the phones, as processes on the loopback address. They end with this. */
class DeskStage(
    folder: File,
) : AutoCloseable {
    private val operator = File(folder, "operator")
    private val kiosk = Program("landfall-kiosk", File(folder, "kiosk").also { folder.mkdirs() })
    private val serving: AutoCloseable

    /** What the kiosk's QR code says. */
    val startCode: String
    private val cloud: Cloud

    /** A removable eUICC, for the reader of one phone. */
    val card: CardInReader

    init {
        kiosk.ask("operator", "init", "--dir", operator.path)
        // The port stands in activation codes, so it is known before it is served.
        val port = ServerSocket(0).use { it.localPort }
        kiosk.ask("init", "--operator", operator.path, "--name", "Gate 7", "--address", "localhost:$port")
        kiosk.ask("stock", "example", "--dir", File(folder, "stock").path, "--count", "20")
        // They may be moved between the phones of the desk.
        val stock = File(folder, "stock/stock.toml")
        stock.writeText(stock.readText().replace(Regex("(?m)^authorisation ="), "portable = true\n$0"))
        kiosk.ask("stock", "import", stock.path)
        // Whoever tries things out is no crowd that drains the stock.
        val settings = File(kiosk.data, "kiosk.toml")
        settings.writeText(settings.readText().replace("phone-per-day = 2", "phone-per-day = 100"))
        val running = kiosk.serve("serve", "--listen", "127.0.0.1:0", "--announce", "--https", "127.0.0.1:$port")
        serving = running
        startCode = texts(running.said, "start_code").first()
        try {
            cloud = Cloud(folder)
            card = CardInReader(File(folder, "reader"), root, texts(running.said, "address").first())
        } catch (failure: IllegalStateException) {
            running.close()
            throw failure
        }
    }

    val server: String get() = cloud.url

    /** The operator's root certificate, which the phones trust. */
    val root: ByteArray get() = File(operator, "root.der").readBytes()

    /** The sales that wait for the attendant. */
    fun sales(): List<Sale> {
        val said = kiosk.ask("sales", "pending")
        return texts(said, "code").zip(texts(said, "class_id")).map { (code, offer) -> Sale(code, offer) }
    }

    /** The attendant agrees. */
    fun authorise(sale: Sale) {
        kiosk.ask("sales", "authorise", sale.code, "--by", "anna")
    }

    /** The attendant does not. */
    fun deny(sale: Sale) {
        kiosk.ask("sales", "deny", sale.code, "--why", "no identity card")
    }

    /** A sale over the counter: an activation code. */
    fun issue(): String = texts(kiosk.ask("sales", "issue", "--class", "jp-week"), "activation_code").first()

    override fun close() {
        card.close()
        serving.close()
        cloud.close()
    }
}
