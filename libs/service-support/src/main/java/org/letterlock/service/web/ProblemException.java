package org.letterlock.service.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** Ends a request with a problem document (RFC 9457). Immutable. */
public final class ProblemException extends RuntimeException implements CategorizedFailure {
    private final ProblemType type;
    private final List<Fault> faults;
    private final Map<String, Object> extensions;

    /** @param detail for people; never holds a secret or a name from the code */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of());
    }

    public ProblemException(ProblemType type, String detail, List<Fault> faults) {
        this(type, detail, faults, Map.of());
    }

    private ProblemException(ProblemType type, String detail, List<Fault> faults, Map<String, Object> extensions) {
        super(detail);
        this.type = type;
        this.faults = List.copyOf(faults);
        this.extensions = Map.copyOf(extensions);
    }

    /** {@code 422 validation} with one fault. */
    public static ProblemException validation(String pointer, String code, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION, "The document is not acceptable.", List.of(new Fault(pointer, code, detail)));
    }

    /** {@code 404 not-found}; also for what the caller may not know of (ROLE-2). */
    public static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such resource.");
    }

    /** {@code 403 forbidden}. */
    public static ProblemException forbidden() {
        return new ProblemException(ProblemType.FORBIDDEN, "Your role does not allow this.");
    }

    /** {@code 412 changed-meanwhile}. */
    public static ProblemException changedMeanwhile() {
        return new ProblemException(ProblemType.CHANGED_MEANWHILE, "The resource has changed since you have read it.");
    }

    /** The same problem with a further member (RFC 9457 section 3.2). */
    public ProblemException with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new ProblemException(type, detail(), faults, more);
    }

    /** Which problem. */
    public ProblemType type() {
        return type;
    }

    /** For people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** What stands in {@code errors}. */
    public List<Fault> faults() {
        return faults;
    }

    /** Further members. */
    public Map<String, Object> extensions() {
        return extensions;
    }

    @Override
    public FailureCategory category() {
        return type.status() >= 500 ? FailureCategory.RESOURCE : FailureCategory.PEER;
    }
}
