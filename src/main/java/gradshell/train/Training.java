package gradshell.train;

import gradshell.tensor.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that changes while a network is trained.
///
/// Its state is that of its components, whatever they are: what joins the training as one of them is in every checkpoint. The place comes
/// first, as it refuses data that are others before anything is changed.
record Training(Place place, Part network, Part optimizer, Pacing schedule, Averaged average, Part chance, Tally tally, Ledger ledger, Best best) implements Part {
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (RecordComponent component : Training.class.getRecordComponents())
            part(component).state().forEach((name, tensor) -> state.put(component.getName() + "." + name, tensor));
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        for (RecordComponent component : Training.class.getRecordComponents()) {
            String prefix = component.getName() + ".";
            Map<String, Tensor> own = new LinkedHashMap<>();
            saved.forEach((name, tensor) -> { if (name.startsWith(prefix)) own.put(name.substring(prefix.length()), tensor); });
            part(component).load(own);
        }
    }

    private Part part(RecordComponent component) {
        try {
            return (Part) component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("checkpoint: " + component.getName() + " cannot be read", e);
        }
    }
}
