package org.letterlock.egress.delivery;

import java.util.EnumMap;
import java.util.Map;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.ChannelBindingType;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.SaslMessage;
import org.letterlock.sasl.policy.RelayLogin.Trust;

/** What is known of the connection that a login runs on. */
record RelayChannel(Trust trust, ChannelBindings bindings) {
    /** In clear, or TLS with whoever answers. */
    static final RelayChannel UNVERIFIED = new RelayChannel(Trust.UNVERIFIED, ChannelBindings.NONE);

    /** @param data what may be bound to, by the registered name of its type */
    static RelayChannel verified(Map<String, Octets> data) {
        Map<ChannelBindingType, SaslMessage> known = new EnumMap<>(ChannelBindingType.class);
        data.forEach((name, octets) ->
                ChannelBindingType.find(name).ifPresent(type -> known.put(type, SaslMessage.of(octets.view()))));
        return new RelayChannel(
                known.isEmpty() ? Trust.VERIFIED_TLS : Trust.VERIFIED_BINDABLE_TLS, new ChannelBindings(known));
    }
}
