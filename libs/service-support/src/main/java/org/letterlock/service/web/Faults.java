package org.letterlock.service.web;

import java.util.ArrayList;
import java.util.List;

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
