package org.letterlock.service.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a controller, or one method of it, whose writes take the parameter {@code dryRun} (VAL-4): the request is answered as
 * ever, and nothing of it stays. All that such a method does, it does in the database and through the outbox, on the thread of
 * the request; then the transaction that everything joins is rolled back.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface DryRunnable {}
