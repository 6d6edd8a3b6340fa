package androidx.compose.foundation.layout

import androidx.compose.ui.Modifier

fun Modifier.safeDrawingPadding(): Modifier = throw NotImplementedError("$this")
