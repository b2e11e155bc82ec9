package org.letterlock.ingress.smtp.content;

import java.util.concurrent.CompletionStage;
import org.letterlock.mailsyntax.header.HeaderSection;

/** Judges a header section and makes the changes that it needs. */
@FunctionalInterface
public interface HeaderJudge {
    /** The stage may complete on any thread; it fails when an answer could not be had, which is a temporary failure. */
    CompletionStage<HeaderVerdict> judge(HeaderSection section);
}
