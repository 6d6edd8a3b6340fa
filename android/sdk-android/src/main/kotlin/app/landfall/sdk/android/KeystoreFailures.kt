package app.landfall.sdk.android

import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import app.landfall.core.KeystoreFailure
import java.security.InvalidKeyException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.BadPaddingException
import javax.crypto.IllegalBlockSizeException

/** What a failure of Android's keystore means. No text of it can hold a secret: the keystore has none to tell. */
internal fun named(
    failure: Exception,
    isLocked: () -> Boolean,
): KeystoreFailure {
    val causes = generateSequence<Throwable>(failure) { it.cause }.take(DEPTH).toList()
    return when {
        causes.any { it is KeyPermanentlyInvalidatedException } -> KeystoreFailure.Invalidated()

        // `getKey` wraps that one, and keeps its words alone.
        failure is UnrecoverableKeyException && isOfInvalidation(failure.message) -> KeystoreFailure.Invalidated()

        causes.any { it is UserNotAuthenticatedException } -> if (isLocked()) KeystoreFailure.Locked() else KeystoreFailure.NeedsUser()

        // A key that serves only while the phone is unlocked fails at its first use, in words that differ between releases.
        (failure is InvalidKeyException || failure is IllegalBlockSizeException) && isLocked() -> KeystoreFailure.Locked()

        failure is AEADBadTagException || failure is BadPaddingException -> KeystoreFailure.Damaged()

        else -> KeystoreFailure.Unavailable(listOfNotNull(failure::class.simpleName, failure.message).joinToString(": "))
    }
}

private fun isOfInvalidation(words: String?) = words.orEmpty().let { "invalidated" in it || "auth credentials" in it }

/** Android nests its causes two or three deep. */
private const val DEPTH = 8
