package org.letterlock.egress;

import org.letterlock.egress.administration.AdministrationConfiguration;
import org.letterlock.egress.delivery.DeliveryConfiguration;
import org.letterlock.egress.notice.NoticeConfiguration;
import org.letterlock.egress.queue.QueueConfiguration;
import org.letterlock.egress.report.ReportConfiguration;
import org.letterlock.egress.route.RouteConfiguration;
import org.letterlock.service.LetterlockService;
import org.letterlock.service.ServiceApplication;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.KeyPairName;
import org.springframework.context.annotation.Import;

/** Delivers mail to other servers. */
@LetterlockService(
        schema = "egress",
        keys = {ClassKey.QUEUE, ClassKey.INDEX, ClassKey.CONFIG, ClassKey.LOGS},
        owns = KeyPairName.EGRESS)
@Import({
    QueueConfiguration.class,
    RouteConfiguration.class,
    ReportConfiguration.class,
    NoticeConfiguration.class,
    DeliveryConfiguration.class,
    AdministrationConfiguration.class
})
public class EgressApplication {
    /** Runs the service as a process of its own. */
    public static void main(String... arguments) {
        ServiceApplication.run(EgressApplication.class, "smtp-egress", arguments);
    }
}
