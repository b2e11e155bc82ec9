package org.letterlock.sasl.precis;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The Bidi Rule (RFC 5893 section 2) for names that hold right-to-left characters. */
final class BidiRule {
    private enum Direction {
        LEFT,
        RIGHT,
        ARABIC_NUMBER,
        EUROPEAN_NUMBER,
        NEUTRAL,
        MARK,
        OTHER
    }

    private static final Set<Direction> RIGHT_TO_LEFT = EnumSet.of(Direction.RIGHT, Direction.ARABIC_NUMBER);

    private BidiRule() {}

    static boolean allows(String text) {
        List<Direction> directions =
                text.codePoints().mapToObj(BidiRule::directionOf).toList();
        Set<Direction> all = Set.copyOf(directions);
        if (all.stream().noneMatch(RIGHT_TO_LEFT::contains)) {
            return true;
        }
        // Rules 1 to 4. A name that starts from the left may not hold right-to-left characters: rule 5.
        Direction last = lastVisible(directions);
        boolean numbersMix = all.contains(Direction.ARABIC_NUMBER) && all.contains(Direction.EUROPEAN_NUMBER);
        return directions.getFirst() == Direction.RIGHT
                && !all.contains(Direction.LEFT)
                && !all.contains(Direction.OTHER)
                && (RIGHT_TO_LEFT.contains(last) || last == Direction.EUROPEAN_NUMBER)
                && !numbersMix;
    }

    private static Direction lastVisible(List<Direction> directions) {
        return directions.reversed().stream()
                .filter(direction -> direction != Direction.MARK)
                .findFirst()
                .orElse(Direction.MARK);
    }

    private static Direction directionOf(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> Direction.LEFT;
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                Direction.RIGHT;
            case Character.DIRECTIONALITY_ARABIC_NUMBER -> Direction.ARABIC_NUMBER;
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> Direction.EUROPEAN_NUMBER;
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                    Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS,
                    Character.DIRECTIONALITY_BOUNDARY_NEUTRAL -> Direction.NEUTRAL;
            case Character.DIRECTIONALITY_NONSPACING_MARK -> Direction.MARK;
            default -> Direction.OTHER;
        };
    }
}
