package org.letterlock.messageauth.results;

import java.util.List;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderFolding;

/**
 * The Authentication-Results field of a message (RFC 8601).
 *
 * @param authservId who says so: the server's host name, as A-labels
 * @param results one for each thing checked; where there is none the field says {@code none}
 */
public record AuthenticationResults(String authservId, List<MethodResult> results) {
    /** The field's name. */
    public static final String NAME = "Authentication-Results";

    public AuthenticationResults {
        results = List.copyOf(results);
        if (authservId.isEmpty() || !authservId.chars().allMatch(FieldValue::isTokenCharacter)) {
            throw new IllegalArgumentException("an authserv-id is a host name");
        }
    }

    // authres-header-field = "Authentication-Results:" authres-payload    RFC 8601 section 2.2
    /** The field, folded. Whatever the values are, it is one field. */
    public HeaderField format() {
        return HeaderFolding.fold(NAME, payload());
    }

    // authres-payload = [CFWS] authserv-id [CFWS authres-version] (no-result / 1*resinfo) [CFWS]    RFC 8601 section
    // 2.2
    /** What the field says, unfolded, as other fields repeat it (RFC 8617 section 4.1.1). */
    public String payload() {
        StringBuilder payload = new StringBuilder(authservId);
        for (MethodResult result : results) {
            payload.append("; ").append(clause(result));
        }
        return results.isEmpty() ? payload.append("; none").toString() : payload.toString();
    }

    private static String clause(MethodResult result) {
        StringBuilder clause = new StringBuilder(result.method().word());
        clause.append('=').append(result.result());
        if (result.comment() != null) {
            clause.append(' ').append(FieldValue.comment(result.comment()));
        }
        if (result.reason() != null) {
            clause.append(" reason=").append(FieldValue.value(result.reason()));
        }
        for (MethodResult.Property property : result.properties()) {
            clause.append(' ').append(property.type().word()).append('.').append(property.name());
            clause.append('=').append(FieldValue.propertyValue(property.value()));
        }
        return clause.toString();
    }
}
