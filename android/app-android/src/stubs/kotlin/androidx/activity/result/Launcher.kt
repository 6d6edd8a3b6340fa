package androidx.activity.result

import android.content.Intent

/** As activity 1.8 declares them, of which the app uses this much. */
abstract class ActivityResultLauncher<I> {
    abstract fun launch(input: I)
}

class ActivityResult(
    val resultCode: Int,
    val data: Intent?,
)

fun interface ActivityResultCallback<O> {
    fun onActivityResult(result: O)
}
