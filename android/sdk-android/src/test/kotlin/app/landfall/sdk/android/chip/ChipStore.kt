package app.landfall.sdk.android.chip

import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.UnrecoverableKeyException
import java.security.cert.Certificate
import java.util.Collections
import java.util.Date
import javax.crypto.SecretKey

/** Entries by their alias. */
class ChipStore : KeyStoreSpi() {
    /** As Android's: an invalidated key is an [UnrecoverableKeyException] that keeps only the words of the cause. */
    override fun engineGetKey(
        alias: String,
        password: CharArray?,
    ): Key? {
        val entry = Chip.entries[alias] ?: return null
        if (Chip.isInvalidated(entry)) throw UnrecoverableKeyException("Key permanently invalidated")
        return if (entry.secret is SecretKey) HeldSecret(alias) else HeldPrivate(alias)
    }

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? =
        Chip.entries[alias]
            ?.chain
            ?.takeIf { it.isNotEmpty() }
            ?.toTypedArray()

    override fun engineGetCertificate(alias: String): Certificate? = Chip.entries[alias]?.chain?.firstOrNull()

    override fun engineGetCreationDate(alias: String): Date? = Chip.entries[alias]?.let { Date() }

    override fun engineDeleteEntry(alias: String) {
        Chip.entries.remove(alias)
    }

    override fun engineAliases() = Collections.enumeration(Chip.entries.keys.toList())

    override fun engineContainsAlias(alias: String) = alias in Chip.entries

    override fun engineSize() = Chip.entries.size

    override fun engineIsKeyEntry(alias: String) = alias in Chip.entries

    override fun engineIsCertificateEntry(alias: String) = false

    override fun engineGetCertificateAlias(certificate: Certificate): String? = null

    override fun engineLoad(
        stream: InputStream?,
        password: CharArray?,
    ) = require(stream == null && password == null)

    override fun engineStore(
        stream: OutputStream?,
        password: CharArray?,
    ): Unit = throw UnsupportedOperationException()

    override fun engineSetKeyEntry(
        alias: String,
        key: Key,
        password: CharArray?,
        chain: Array<out Certificate>?,
    ): Unit = throw UnsupportedOperationException()

    override fun engineSetKeyEntry(
        alias: String,
        key: ByteArray,
        chain: Array<out Certificate>?,
    ): Unit = throw UnsupportedOperationException()

    override fun engineSetCertificateEntry(
        alias: String,
        certificate: Certificate,
    ): Unit = throw UnsupportedOperationException()
}
