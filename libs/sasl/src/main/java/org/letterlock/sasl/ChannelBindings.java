package org.letterlock.sasl;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What one side knows of the TLS channel that the exchange runs in; empty without TLS. */
public record ChannelBindings(Map<ChannelBindingType, SaslMessage> data) {
    /** No TLS, or none whose data could be had. */
    public static final ChannelBindings NONE = new ChannelBindings(Map.of());

    public ChannelBindings {
        data = Map.copyOf(data);
    }

    /** The data of one type. */
    public Optional<SaslMessage> find(ChannelBindingType type) {
        return Optional.ofNullable(data.get(type));
    }

    /** The type that a client should use. */
    public Optional<ChannelBindingType> preferred() {
        return data.keySet().stream().min(Comparator.naturalOrder());
    }
}
