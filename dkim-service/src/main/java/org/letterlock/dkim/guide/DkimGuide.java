package org.letterlock.dkim.guide;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.dns.RecordJudge;
import org.letterlock.dkim.dns.RecordJudge.Verdict;
import org.letterlock.dkim.dns.TxtAnswer;
import org.letterlock.dkim.key.SigningKey;
import org.letterlock.messageauth.dns.DnsAnswer;

/** The record of a key, judged as the checks judge it (DKIM-13). Pure. */
final class DkimGuide {
    private DkimGuide() {}

    static GuideFinding judge(SigningKey key, DnsAnswer<String> answer) {
        Verdict verdict = RecordJudge.judge(
                key,
                switch (answer) {
                    case DnsAnswer.Failed<String>(String reason) -> new TxtAnswer.Failed(reason);
                    case DnsAnswer.Absent<String> _ -> new TxtAnswer.Absent();
                    case DnsAnswer.Found<String>(List<String> texts, boolean _) -> new TxtAnswer.Found(texts);
                });
        List<String> found =
                answer instanceof DnsAnswer.Found<String>(List<String> texts, boolean _) ? texts : List.of();
        GuideState state = switch (verdict.state()) {
            case OK -> GuideState.OK;
            case DNS_ERROR -> GuideState.DNS_ERROR;
            case MISSING, CNAME_BROKEN -> GuideState.MISSING;
            case MULTIPLE, MISMATCH, REVOKED -> GuideState.DIFFERS;
        };
        @Nullable String difference = verdict.difference();
        return new GuideFinding(state, found, difference == null ? List.of() : List.of(difference));
    }
}
