package app.landfall.phone

import app.landfall.phone.model.GetModel
import app.landfall.phone.model.Into
import app.landfall.phone.model.RemovableModel
import app.landfall.phone.model.RemovableStep
import app.landfall.phone.screens.RemovableActions
import app.landfall.phone.screens.Tab

/** What is done on *Removable eUICC*, handed to its model. */
class RemovableDeeds(
    private val model: RemovableModel,
    private val get: GetModel,
    private val ways: Ways,
) : RemovableActions {
    override fun back() {
        if (model.back()) return
        model.leave()
        ways.back()
    }

    override fun readers() {
        model.readers()
    }

    override fun open(reader: String) = model.open(reader)

    override fun show(step: RemovableStep) = model.show(step)

    override fun use(
        shown: RemovableStep.Sim,
        isWanted: Boolean,
    ) {
        model.use(shown, isWanted)
    }

    override fun rename(
        shown: RemovableStep.Name,
        name: String,
    ) {
        model.rename(shown, name)
    }

    override fun delete(shown: RemovableStep.Delete) {
        model.delete(shown)
    }

    override fun add(reader: String) {
        model.leave()
        get.typeCode(Into.Removable(reader))
        ways.to(Tab.Get)
    }
}
