package org.letterlock.sasl.precis;

import java.text.Normalizer;
import java.util.Set;

/** What a code point is to PRECIS: the algorithm of RFC 8264 section 8, its categories those of section 9. */
enum DerivedProperty {
    /** Allowed in both string classes. */
    VALID,
    /** Allowed in the FreeformClass only: ID_DIS or FREE_PVAL. */
    FREEFORM_ONLY,
    /** ZERO WIDTH (NON-)JOINER: allowed where its rule holds. */
    CONTEXT_JOIN,
    /** Allowed where its rule holds. */
    CONTEXT_OTHER,
    DISALLOWED,
    UNASSIGNED;

    private static final Set<Integer> ALWAYS_VALID = Set.of(0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007);
    private static final Set<Integer> IN_CONTEXT = Set.of(0x00B7, 0x0375, 0x05F3, 0x05F4, 0x30FB);
    private static final Set<Integer> NEVER =
            Set.of(0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B);

    // Default_Ignorable_Code_Point, which java.lang.Character does not offer; pairs of first and last.
    private static final int[] IGNORABLE = {
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8,
        0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };
    // Hangul_Syllable_Type L, V and T.
    private static final int[] OLD_HANGUL_JAMO = {0x1100, 0x11FF, 0xA960, 0xA97C, 0xD7B0, 0xD7C6, 0xD7CB, 0xD7FB};

    static DerivedProperty of(int codePoint) {
        if (ALWAYS_VALID.contains(codePoint)) {
            return VALID;
        }
        if (IN_CONTEXT.contains(codePoint) || isArabicIndicDigit(codePoint) || isExtendedArabicIndicDigit(codePoint)) {
            return CONTEXT_OTHER;
        }
        if (NEVER.contains(codePoint)) {
            return DISALLOWED;
        }
        if (isNoncharacter(codePoint)) {
            return DISALLOWED;
        }
        int category = Character.getType(codePoint);
        if (category == Character.UNASSIGNED) {
            return UNASSIGNED;
        }
        if (codePoint >= 0x21 && codePoint <= 0x7E) {
            return VALID;
        }
        if (codePoint == 0x200C || codePoint == 0x200D) {
            return CONTEXT_JOIN;
        }
        if (within(OLD_HANGUL_JAMO, codePoint) || within(IGNORABLE, codePoint) || category == Character.CONTROL) {
            return DISALLOWED;
        }
        if (hasCompatibilityEquivalent(codePoint)) {
            return FREEFORM_ONLY;
        }
        return ofCategory(category);
    }

    static boolean isArabicIndicDigit(int codePoint) {
        return codePoint >= 0x0660 && codePoint <= 0x0669;
    }

    static boolean isExtendedArabicIndicDigit(int codePoint) {
        return codePoint >= 0x06F0 && codePoint <= 0x06F9;
    }

    private static DerivedProperty ofCategory(int category) {
        return switch (category) {
            case Character.LOWERCASE_LETTER,
                    Character.UPPERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK -> VALID;
            case Character.TITLECASE_LETTER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> FREEFORM_ONLY;
            default -> DISALLOWED; // surrogates, private use, format characters, separators of lines and paragraphs
        };
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    private static boolean hasCompatibilityEquivalent(int codePoint) {
        String text = Character.toString(codePoint);
        return !Normalizer.normalize(text, Normalizer.Form.NFKC).equals(text);
    }

    private static boolean within(int[] ranges, int codePoint) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (codePoint >= ranges[i] && codePoint <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
