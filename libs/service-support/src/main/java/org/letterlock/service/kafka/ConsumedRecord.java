package org.letterlock.service.kafka;

import java.time.Instant;

/** A record as it came from a topic. */
public record ConsumedRecord<V>(String key, V value, int partition, long offset, Instant timestamp) {}
