package org.letterlock.sasl;

import java.util.Arrays;
import java.util.Optional;

/** The channel bindings that are accepted (AUTH-2), by preference. */
public enum ChannelBindingType {
    /** RFC 9266; the one for TLS 1.3. */
    TLS_EXPORTER("tls-exporter"),
    /** RFC 5929 section 4: the hash of the server's certificate. */
    TLS_SERVER_END_POINT("tls-server-end-point");

    private final String rfcName;

    ChannelBindingType(String rfcName) {
        this.rfcName = rfcName;
    }

    /** The type of that registered name; these are case-sensitive in SCRAM's grammar. */
    public static Optional<ChannelBindingType> find(String name) {
        return Arrays.stream(values()).filter(type -> type.rfcName.equals(name)).findFirst();
    }

    /** The registered name. */
    public String rfcName() {
        return rfcName;
    }
}
