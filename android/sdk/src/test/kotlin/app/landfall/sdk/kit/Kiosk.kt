package app.landfall.sdk.kit

import app.landfall.core.KioskTarget
import java.io.File
import java.net.ServerSocket
import java.security.SecureRandom

/** A subscriber of the kiosk's stock, as its operator's authentication centre knows it. */
class Subscriber(
    val number: String,
    val iccid: String,
    val ki: ByteArray,
    val opc: ByteArray,
)

/**
 * `landfall-kiosk` as a process of its own, on the loopback address, with stock whose keys the test knows. It serves phones by HTTPS as well, for whoever
 * comes with an activation code.
 */
class Kiosk(
    folder: File,
    count: Int = 20,
) : AutoCloseable {
    private val operator = File(folder, "operator")
    val program = Program("landfall-kiosk", File(folder, "kiosk"))
    val subscribers: List<Subscriber>
    private val serving: Serving

    init {
        folder.mkdirs()
        val init = Program("landfall-kiosk", program.data)
        init.ask("operator", "init", "--dir", operator.path)
        // The port stands in activation codes, so it is known before it is served.
        val port = ServerSocket(0).use { it.localPort }
        init.ask("init", "--operator", operator.path, "--name", "Gate 7", "--address", "localhost:$port")
        // Every phone of a test comes from this machine.
        val settings = File(program.data, "kiosk.toml")
        settings.writeText(settings.readText().replace(Regex("(?m)^((?:phone-)?per-\\S+) = \\d+$"), "$1 = 1000000"))
        subscribers = PRODUCTS.indices.flatMap { stock(folder, it, count) }
        File(folder, "stock.toml").writeText(PRODUCTS.indices.joinToString("\n") { table(it, count) })
        init.ask("stock", "import", File(folder, "stock.toml").path)
        serving = program.serve("serve", "--listen", "127.0.0.1:0", "--https", "127.0.0.1:$port")
    }

    val root: ByteArray get() = File(operator, "root.der").readBytes()
    val address: String get() = texts(serving.said, "address").first()
    val target: KioskTarget get() = KioskTarget.Code(texts(serving.said, "start_code").first())
    val pid: Long get() = serving.pid

    /** The numbers that are in [state]. */
    fun numbers(state: String) = texts(program.ask("stock", "list", "--numbers", "--state", state), "number")

    /** The attendant agrees to the sale whose phone shows [code]. */
    fun authorise(code: String) {
        program.ask("sales", "authorise", code, "--by", "anna")
    }

    /** A sale over the counter: an activation code, and with it a [confirmation] code that its buyer is told. */
    fun issue(
        classId: String,
        confirmation: String? = null,
    ): String {
        val told = confirmation?.let { File(program.data, "confirmation").apply { writeText(it) } }
        val asked = listOf("sales", "issue", "--class", classId) + told?.let { listOf("--confirmation-code-file", it.path) }.orEmpty()
        return texts(program.ask(*asked.toTypedArray()), "activation_code").first()
    }

    override fun close() = serving.close()

    companion object {
        /** Free, and marked by its operator as one that may be copied and moved. */
        const val FREE = "hello"

        /** Sold by the attendant. */
        const val ATTENDED = "island-week"

        private val PRODUCTS =
            listOf(
                FREE to
                    "name = \"First hour\"\noperator = \"Sued Telecom\"\nprice = \"0 EUR\"\narea = [\"KR\"]\nnetwork-rate = 1000\n" +
                    "data = \"100 MB\"\nvalidity-days = 1\nauthorisation = \"free\"\nportable = true\n",
                ATTENDED to
                    "name = \"The island, a week\"\noperator = \"Nord Mobile\"\nprice = \"9.90 EUR\"\narea = [\"JP\"]\n" +
                    "network-rate = 100000\ndata = \"5 GB\"\nvalidity-days = 7\napn = \"nord.test\"\nauthorisation = \"attendant\"\n",
            )

        private fun number(
            product: Int,
            at: Int,
        ) = "9990%d%07d".format(product, at)

        private fun table(
            product: Int,
            count: Int,
        ): String {
            val (id, terms) = PRODUCTS[product]
            val segment = "first = \"${number(product, 0)}\"\nlast = \"${number(product, count - 1)}\"\ncsv = \"$id.csv\"\n"
            return "[[product]]\nclass = \"$id\"\n$terms\n[[product.segment]]\n$segment"
        }

        private fun stock(
            folder: File,
            product: Int,
            count: Int,
        ): List<Subscriber> {
            val all =
                List(count) { at ->
                    val iccid = withCheckDigit("8999901%d%010d".format(product, at))
                    Subscriber(number(product, at), iccid, random(16), random(16))
                }
            val rows =
                all.mapIndexed { at, one ->
                    val imsi = "00101%d%09d".format(product, at)
                    "${one.number},${one.iccid},$imsi,milenage,12345678,${hex(one.ki)},${hex(one.opc)}"
                }
            val csv = listOf("number,iccid,imsi,algorithm,puk,ki,opc") + rows
            File(folder, "${PRODUCTS[product].first}.csv").writeText(csv.joinToString("\n", postfix = "\n"))
            return all
        }
    }
}

fun random(size: Int) = ByteArray(size).also(SecureRandom()::nextBytes)

fun hex(bytes: ByteArray) = bytes.joinToString("") { "%02x".format(it) }

/** The digits with the check digit that ITU-T E.118 asks for (Luhn). */
private fun withCheckDigit(digits: String): String {
    val sum =
        digits
            .reversed()
            .mapIndexed { at, digit ->
                val value = digit.digitToInt()
                if (at % 2 == 0) (value * 2).let { it / 10 + it % 10 } else value
            }.sum()
    return digits + (10 - sum % 10) % 10
}
