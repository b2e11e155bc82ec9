package org.letterlock.auth.password;

import java.util.Locale;
import org.letterlock.service.web.Fault;

/** A rule that a password breaks (PWD-5). */
enum PasswordViolation {
    TOO_SHORT,
    CLASSES,
    CONTAINS_NAME,
    CONTAINS_LOGIN,
    CONTAINS_DOMAIN,
    COMMON,
    REUSED,
    IN_PUBLIC_FIELD;

    /** The code that programs see, such as {@code too-short}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Fault toFault(String pointer, PasswordPolicy policy) {
        return new Fault(pointer, code(), detail(policy));
    }

    private String detail(PasswordPolicy policy) {
        return switch (this) {
            case TOO_SHORT -> "At least " + policy.minLength() + " characters.";
            case CLASSES ->
                "At least " + policy.minClasses() + " of lower case letters, upper case letters, digits and others.";
            case CONTAINS_NAME -> "It contains a part of the name.";
            case CONTAINS_LOGIN -> "It contains the login name.";
            case CONTAINS_DOMAIN -> "It contains the domain.";
            case COMMON -> "Many people use this one, perhaps with other digits behind it.";
            case REUSED -> "It was used before.";
            case IN_PUBLIC_FIELD -> "It stands in a field that others may read.";
        };
    }
}
