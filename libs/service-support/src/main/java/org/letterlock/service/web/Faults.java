package org.letterlock.service.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a document, so that all of it is told at once (API-4). For one thread. */
public final class Faults {
    private final List<Fault> found = new ArrayList<>();

    /** Adds a fault. */
    public Faults add(String pointer, String code, String detail) {
        found.add(new Fault(pointer, code, detail));
        return this;
    }

    /** Adds a fault unless {@code holds}. */
    public Faults require(boolean holds, String pointer, String code, String detail) {
        return holds ? this : add(pointer, code, detail);
    }

    /** The value, with a fault where it is not between the two, both included; {@code otherwise} where there is none. */
    public int within(@Nullable Integer value, int otherwise, int min, int max, String pointer) {
        if (value == null) {
            return otherwise;
        }
        require(value >= min && value <= max, pointer, "out-of-range", min + " to " + max + ".");
        return value;
    }

    /** What was found. */
    public List<Fault> found() {
        return List.copyOf(found);
    }

    /** Answers {@code 422 validation} with all that was found, if anything was. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ProblemException(ProblemType.VALIDATION, "The document is not acceptable.", found);
        }
    }
}
