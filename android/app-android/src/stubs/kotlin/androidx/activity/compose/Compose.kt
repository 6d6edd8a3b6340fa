@file:Suppress("ktlint:standard:function-naming")

package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionContext

fun ComponentActivity.setContent(
    parent: CompositionContext? = null,
    content: @Composable () -> Unit,
): Unit = throw NotImplementedError("$parent $content")

@Composable
fun BackHandler(
    enabled: Boolean = true,
    onBack: () -> Unit,
): Unit = throw NotImplementedError("$enabled $onBack")
