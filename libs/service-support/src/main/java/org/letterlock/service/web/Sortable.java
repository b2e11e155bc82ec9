package org.letterlock.service.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the {@link PageRequest} of a list that takes the parameter {@code sort}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Sortable {
    /** The keys; the first one, ascending, is the order of a request without the parameter. */
    String[] value();
}
