package org.letterlock.mailstore.mailbox;

import java.util.Arrays;
import java.util.Collection;

/** Keywords of a message or a request, as numbers that the mailbox has given them; ascending. Immutable. */
public final class KeywordNumbers {
    public static final KeywordNumbers NONE = new KeywordNumbers(new short[0]);

    private final short[] numbers;

    private KeywordNumbers(short[] numbers) {
        this.numbers = numbers;
    }

    /** The given numbers, in any order. */
    public static KeywordNumbers of(Collection<Integer> numbers) {
        return numbers.isEmpty() ? NONE : ofSorted(numbers.stream().sorted().toArray(Integer[]::new));
    }

    /** The given numbers, which are ascending. */
    public static KeywordNumbers ofSorted(Number[] numbers) {
        short[] values = new short[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i].shortValue();
        }
        return new KeywordNumbers(values);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return numbers.length == 0;
    }

    /** Whether this one is among them. */
    public boolean contains(int number) {
        for (short each : numbers) {
            if (each == number) {
                return true;
            }
        }
        return false;
    }

    /** The numbers, for reading only. */
    public short[] view() {
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeywordNumbers keywords && Arrays.equals(numbers, keywords.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return Arrays.toString(numbers);
    }
}
