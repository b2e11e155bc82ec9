package org.letterlock.sasl.precis;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** The contextual rules of RFC 5892 appendix A, which PRECIS shares with internationalised domain names. */
final class ContextRules {
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MANDAIC,
            UnicodeScript.NKO,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.PHAGS_PA,
            UnicodeScript.MANICHAEAN,
            UnicodeScript.PSALTER_PAHLAVI,
            UnicodeScript.ADLAM,
            UnicodeScript.HANIFI_ROHINGYA,
            UnicodeScript.SOGDIAN);
    private static final Set<UnicodeScript> JAPANESE =
            EnumSet.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HAN);
    // Canonical_Combining_Class Virama of the scripts that use joiners.
    private static final Set<Integer> VIRAMA = Set.of(
            0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D3B, 0x0D3C, 0x0D4D, 0x0DCA, 0x0E3A,
            0x0EBA, 0x0F84, 0x1039, 0x103A, 0x1714, 0x1734, 0x17D2, 0x1A60, 0x1B44, 0x1BAA, 0x1BAB, 0x1BF2, 0x1BF3,
            0xA806, 0xA8C4, 0xA953, 0xA9C0, 0xAAF6, 0xABED);

    private ContextRules() {}

    /** Whether the code point at {@code index} may stand there. */
    static boolean allow(int[] codePoints, int index) {
        int before = index > 0 ? codePoints[index - 1] : -1;
        int after = index + 1 < codePoints.length ? codePoints[index + 1] : -1;
        int codePoint = codePoints[index];
        return switch (codePoint) {
            // The joining types of the rule are not in java.lang.Character: letters of a joining script stand for them.
            case 0x200C -> VIRAMA.contains(before) || (joins(before) && joins(after)); // A.1 ZERO WIDTH NON-JOINER
            case 0x200D -> VIRAMA.contains(before); // A.2 ZERO WIDTH JOINER
            case 0x00B7 -> before == 'l' && after == 'l'; // A.3 MIDDLE DOT
            case 0x0375 -> isOf(UnicodeScript.GREEK, after); // A.4 GREEK LOWER NUMERAL SIGN
            case 0x05F3, 0x05F4 -> isOf(UnicodeScript.HEBREW, before); // A.5, A.6 GERESH, GERSHAYIM
            case 0x30FB -> containsJapanese(codePoints); // A.7 KATAKANA MIDDLE DOT
            default ->
                DerivedProperty.isArabicIndicDigit(codePoint) // A.8, A.9: the two sets of digits do not mix
                        ? none(codePoints, true)
                        : none(codePoints, false);
        };
    }

    private static boolean none(int[] codePoints, boolean extended) {
        for (int codePoint : codePoints) {
            if (extended
                    ? DerivedProperty.isExtendedArabicIndicDigit(codePoint)
                    : DerivedProperty.isArabicIndicDigit(codePoint)) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsJapanese(int[] codePoints) {
        for (int codePoint : codePoints) {
            if (JAPANESE.contains(UnicodeScript.of(codePoint))) {
                return true;
            }
        }
        return false;
    }

    private static boolean joins(int codePoint) {
        return codePoint >= 0 && Character.isLetter(codePoint) && JOINING.contains(UnicodeScript.of(codePoint));
    }

    private static boolean isOf(UnicodeScript script, int codePoint) {
        return codePoint >= 0 && UnicodeScript.of(codePoint) == script;
    }
}
