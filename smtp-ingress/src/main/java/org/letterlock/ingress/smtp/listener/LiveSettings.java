package org.letterlock.ingress.smtp.listener;

import java.util.function.Supplier;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.RelayPolicy;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an administrator decides for the installation; whoever needs it asks at each use, so a change acts on open sessions, too
 * (CFG-7).
 */
public record LiveSettings(
        Supplier<SmtpLimits> limits,
        Supplier<RelayPolicy> relay,
        Supplier<DeliveryPolicy> delivery,
        Supplier<SpfPolicy> spf,
        Supplier<DmarcEnforcement> dmarc) {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);
    private static final String LIMITS = "limits"; // each the only key of its topic
    private static final String RELAY = "relay";
    private static final String DELIVERY = "delivery";
    private static final String SPF = "spf";
    private static final String DMARC = "dmarc";

    /** Follows the topics of the settings. */
    static LiveSettings follow(Views views) {
        ReplicatedView<SmtpLimits> limits = views.viewOf(Topics.POLICY_SMTP_LIMITS);
        ReplicatedView<RelayPolicy> relay = views.viewOf(Topics.POLICY_RELAY);
        ReplicatedView<DeliveryPolicy> delivery = views.viewOf(Topics.POLICY_DELIVERY);
        ReplicatedView<SpfPolicy> spf = views.viewOf(Topics.POLICY_SPF);
        ReplicatedView<DmarcEnforcement> dmarc = views.viewOf(Topics.POLICY_DMARC);
        relay.onChange(change -> {
            if (change instanceof ViewChange.Put<RelayPolicy>(String _, RelayPolicy policy)
                    && policy.mode() == RelayPolicy.Mode.OPEN) {
                LOG.warn("open relay: everybody may send mail to anybody through this host");
            }
        });
        return new LiveSettings(
                () -> limits.find(LIMITS).orElse(SmtpLimits.DEFAULT),
                () -> relay.find(RELAY).orElse(RelayPolicy.DEFAULT),
                () -> delivery.find(DELIVERY).orElse(DeliveryPolicy.DEFAULT),
                () -> spf.find(SPF).orElse(SpfPolicy.DEFAULT),
                () -> dmarc.find(DMARC).orElse(DmarcEnforcement.DEFAULT));
    }
}
