package org.letterlock.imap.session;

import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;

/** Why a login failed: the rows of the refusal table. */
public enum LoginRefusal {
    CREDENTIALS,
    MECHANISM,
    MALFORMED,
    AUTHORIZATION_IDENTITY,
    DISABLED,
    TEMPORARY,
    EXPIRED,
    SECOND_FACTOR,
    ACCESS_POLICY,
    TOO_MANY_SESSIONS;

    /** What the client is told. */
    StatusText answer() {
        return switch (this) {
            case CREDENTIALS -> StatusText.no(ResponseCode.AUTHENTICATIONFAILED, "Authentication failed");
            case MECHANISM -> StatusText.no(ResponseCode.CANNOT, "Mechanism not available");
            case MALFORMED -> StatusText.bad("Malformed authentication exchange");
            case AUTHORIZATION_IDENTITY ->
                StatusText.no(ResponseCode.AUTHORIZATIONFAILED, "Authorization identity not permitted");
            case DISABLED -> StatusText.no(ResponseCode.CONTACTADMIN, "Account disabled");
            case TEMPORARY -> StatusText.no(ResponseCode.UNAVAILABLE, "Temporary authentication failure");
            case EXPIRED -> StatusText.no(ResponseCode.EXPIRED, "Password expired");
            case SECOND_FACTOR -> StatusText.no(ResponseCode.ALERT, "Application password required");
            case ACCESS_POLICY ->
                StatusText.no(ResponseCode.AUTHORIZATIONFAILED, "Access policy does not allow this service");
            case TOO_MANY_SESSIONS -> StatusText.no(ResponseCode.LIMIT, "Too many sessions");
        };
    }
}
