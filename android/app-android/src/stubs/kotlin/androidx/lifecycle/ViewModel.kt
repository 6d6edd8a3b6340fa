package androidx.lifecycle

import kotlinx.coroutines.CoroutineScope

/** As lifecycle 2.6 declares them, of which the app uses this much. */
abstract class ViewModel {
    protected open fun onCleared() = Unit
}

val ViewModel.viewModelScope: CoroutineScope get() = throw NotImplementedError()

class ViewModelStore

interface ViewModelStoreOwner {
    val viewModelStore: ViewModelStore
}

open class ViewModelProvider(
    owner: ViewModelStoreOwner,
) {
    private val store = owner.viewModelStore

    open operator fun <T : ViewModel> get(modelClass: Class<T>): T = throw NotImplementedError("$store $modelClass")
}
