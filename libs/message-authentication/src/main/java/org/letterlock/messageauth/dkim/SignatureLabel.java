package org.letterlock.messageauth.dkim;

import org.letterlock.messageauth.tag.TagList;

/**
 * How a report names a signature (DKIM-43): its tags without white space, otherwise as the peer wrote them, empty where the
 * field has none or cannot be read. Whoever writes them into a field of his own quotes them.
 *
 * @param domain {@code d=}
 * @param identity {@code i=}, or {@code @} and the domain where there is none
 * @param selector {@code s=}
 * @param algorithm {@code a=}
 * @param signature {@code b=}, in a verdict only so much of it as tells it apart
 */
public record SignatureLabel(String domain, String identity, String selector, String algorithm, String signature) {
    static final SignatureLabel UNREADABLE = new SignatureLabel("", "", "", "", "");

    static SignatureLabel of(TagList tags) {
        String domain = value(tags, "d");
        String identity = value(tags, "i");
        return new SignatureLabel(
                domain,
                identity.isEmpty() && !domain.isEmpty() ? "@" + domain : identity,
                value(tags, "s"),
                value(tags, "a"),
                value(tags, "b"));
    }

    SignatureLabel withDomainAsIdentity() {
        return new SignatureLabel(domain, "@" + domain, selector, algorithm, signature);
    }

    SignatureLabel shortened(int length) {
        String prefix = signature.substring(0, Math.min(length, signature.length()));
        return new SignatureLabel(domain, identity, selector, algorithm, prefix);
    }

    private static String value(TagList tags, String name) {
        return TagList.withoutSpace(tags.find(name).orElse(""));
    }
}
