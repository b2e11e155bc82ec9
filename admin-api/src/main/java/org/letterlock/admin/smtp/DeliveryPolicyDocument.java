package org.letterlock.admin.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.setting.Choices;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.contracts.smtp.DeliveryPolicy.HideClientAddress;
import org.letterlock.contracts.smtp.DeliveryPolicy.SignedConversion;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /smtp/delivery}. What is not said takes its default; times are in seconds.
 *
 * @param retryAfter 1 to 20 times of 60 to 86 400 after the first, second, ... failed attempt, the last one repeats; default 5,
 *     15, 30 minutes, 1, 2, 4 hours (QUEUE-2)
 * @param warnAfter 0 for never, to 30 days; default 4 hours (QUEUE-2)
 * @param expireAfter 1 hour to 30 days; default 5 days (QUEUE-2)
 * @param expireReportsAfter of mail with the null reverse-path, 1 hour to 30 days; default 2 days (QUEUE-2)
 * @param parallelDeliveries of one replica, 1 to 500; default 20 (QUEUE-4)
 * @param parallelPerDomain of one replica to one domain, 1 to 100; default 5 (QUEUE-4)
 * @param recipientsPerTransaction 1 to 1000; default 20 (QUEUE-4)
 * @param hideClientAddress {@code private}, the default, {@code submission} or {@code never} (HDR-2)
 * @param signedConversion {@code preemptive}, the default, or {@code off} (DKIM-26)
 * @param logSubjects whether the mail log has subjects; default false, as log files are not sealed (QUEUE-9)
 */
record DeliveryPolicyDocument(
        @Nullable List<Integer> retryAfter,
        @Nullable Integer warnAfter,
        @Nullable Integer expireAfter,
        @Nullable Integer expireReportsAfter,
        @Nullable Integer parallelDeliveries,
        @Nullable Integer parallelPerDomain,
        @Nullable Integer recipientsPerTransaction,
        @Nullable String hideClientAddress,
        @Nullable String signedConversion,
        @Nullable Boolean logSubjects) {
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;
    private static final int MAX_RETRIES = 20;

    static DeliveryPolicyDocument of(DeliveryPolicy policy) {
        return new DeliveryPolicyDocument(
                policy.retryAfterSeconds(),
                policy.warnAfterSeconds(),
                policy.expireAfterSeconds(),
                policy.expireReportsAfterSeconds(),
                policy.parallelDeliveries(),
                policy.parallelPerDomain(),
                policy.recipientsPerTransaction(),
                policy.hideClientAddress().name().toLowerCase(Locale.ROOT),
                policy.signedConversion().name().toLowerCase(Locale.ROOT),
                policy.logSubjects());
    }

    /** The policy, or every fault of the document at once. */
    DeliveryPolicy checked() {
        DeliveryPolicy defaults = DeliveryPolicy.DEFAULT;
        Faults faults = new Faults();
        int warn = faults.within(warnAfter, defaults.warnAfterSeconds(), 0, 30 * DAY, "/warnAfter");
        int expire = faults.within(expireAfter, defaults.expireAfterSeconds(), HOUR, 30 * DAY, "/expireAfter");
        int reports = faults.within(
                expireReportsAfter, defaults.expireReportsAfterSeconds(), HOUR, 30 * DAY, "/expireReportsAfter");
        int all = faults.within(parallelDeliveries, defaults.parallelDeliveries(), 1, 500, "/parallelDeliveries");
        int each = faults.within(parallelPerDomain, defaults.parallelPerDomain(), 1, 100, "/parallelPerDomain");
        int recipients = faults.within(
                recipientsPerTransaction, defaults.recipientsPerTransaction(), 1, 1000, "/recipientsPerTransaction");
        List<Integer> retries = retries(faults);
        HideClientAddress hiding = Choices.of(
                HideClientAddress.class, hideClientAddress, defaults.hideClientAddress(), "/hideClientAddress", faults);
        SignedConversion conversion = Choices.of(
                SignedConversion.class, signedConversion, defaults.signedConversion(), "/signedConversion", faults);
        faults.throwIfAny();
        return new DeliveryPolicy(
                retries,
                warn,
                expire,
                reports,
                all,
                each,
                recipients,
                hiding,
                conversion,
                Objects.requireNonNullElse(logSubjects, defaults.logSubjects()));
    }

    private List<Integer> retries(Faults faults) {
        List<Integer> wanted = Objects.requireNonNullElse(retryAfter, DeliveryPolicy.DEFAULT.retryAfterSeconds());
        faults.require(
                !wanted.isEmpty() && wanted.size() <= MAX_RETRIES,
                "/retryAfter",
                "out-of-range",
                "1 to " + MAX_RETRIES + " times.");
        for (int i = 0; i < wanted.size(); i++) {
            faults.within(wanted.get(i), 0, 60, DAY, "/retryAfter/" + i);
        }
        return wanted;
    }
}
