pragma Singleton

import QtQuick

// The values of design/tokens.json: colours by role, lengths in u (1 % of the short side), motion. No other file has any.
QtObject {
    id: root

    property real screenWidth: 1280
    property real screenHeight: 800
    property real hypotenuse: 1509
    property real diagonal: 0
    property bool still: false
    property bool easy: false
    property real textScale: 1
    // On a small landscape screen text is large already.
    readonly property real text: compact && !portrait ? Math.min(1.25, textScale) : textScale
    property string name: "dark"
    property bool mirrored: false
    property string script: "Latn"
    readonly property bool latin: script === "Latn"

    readonly property Colours palette: name === "light" ? lightColours : name === "high-contrast" ? highContrastColours : darkColours
    readonly property Colours lightColours: LightColours {}
    readonly property Colours darkColours: DarkColours {}
    readonly property Colours highContrastColours: HighContrastColours {}
    readonly property bool highContrast: name === "high-contrast"

    // Size class (DESIGN.md §2). A panel that does not tell its size is guessed: up to 720 px it is a 7 inch one.
    readonly property real shorter: Math.min(screenWidth, screenHeight)
    readonly property real u: shorter / 100
    readonly property real guessedMillimetres: shorter <= 480 ? 91.5 : shorter <= 720 ? 88 : 136
    readonly property real millimetres: diagonal > 0 ? diagonal * 25.4 * shorter / hypotenuse : guessedMillimetres
    readonly property real fifteen: 1500 / millimetres
    readonly property bool compact: fifteen > 12
    readonly property bool portrait: screenWidth <= 1.25 * screenHeight
    // Easy reach: status above and controls below, as in portrait. Flat: there is half a landscape screen for them.
    readonly property bool above: portrait || easy
    // Where text is half as large again, or keys need the room, the list of what comes is the first to go.
    readonly property bool listed: !easy && text < 1.5
    readonly property bool flat: easy && !portrait
    // Of sheets: the state's strip stands above; what is typed comes with the keyboard; keys stand in rows below.
    readonly property bool sheetAbove: portrait || easy && !compact
    readonly property bool terse: compact || easy || text > 1
    readonly property bool rowed: terse && !portrait
    readonly property real target: Math.max(compact ? 16.5 : easy ? 16 : 7 + 4 * text, fifteen) * u

    readonly property color black: "#000000"
    readonly property color nightInk: "#9A9A96"

    // Space, shape, stroke
    readonly property real edge: 0.8 * u
    readonly property real inset: (compact ? 2.2 : 2.5) * u
    readonly property real pad: (compact ? 3.2 : 3.5) * u
    readonly property real gap: (compact ? 1.9 : 1.5) * u
    readonly property real between: (compact ? 1.9 : 2) * u
    readonly property real cardMost: easy ? 0.5 * screenHeight - inset : portrait ? (compact ? 0.56 : 0.52) * screenHeight : screenHeight - 2 * inset
    readonly property real cardWidth: (compact ? 63.8 : 56) * u
    readonly property real strip: (sheetAbove ? (compact ? 22 : portrait ? 19 : 16) : (compact ? 23 : 27)) * u
    readonly property real lowest: compact ? target : Math.max(13 * u, target)
    readonly property real planeTop: (portrait ? (compact ? 5 : 5.5) : (compact ? 4.4 : 5)) * u
    readonly property real planeRight: (portrait ? (compact ? 4.6 : 6) : (compact ? 2.6 : 4)) * u
    readonly property real planeBottom: (portrait ? (compact ? 2.4 : 2.6) : (compact ? 3.6 : 4.6)) * u
    readonly property real planeLeft: (compact ? 4.6 : 6) * u
    readonly property real cardRadius: (compact ? 4.4 : 3.5) * u
    readonly property real keyRadius: (compact ? 3 : 2) * u
    readonly property real barRadius: 0.9 * u
    readonly property real hair: 0.25 * u
    readonly property real rule: Math.max(1, Math.floor(hair))
    readonly property real field: (highContrast ? 0.4 : 0.3) * u
    readonly property real keyBorder: (highContrast ? 0.4 : 0.25) * u
    readonly property real chosen: (highContrast ? 0.9 : 0.6) * u
    readonly property real focusStroke: 0.6 * u
    readonly property real focusGap: 0.4 * u
    readonly property real aboveScale: (compact ? 0.3 : portrait ? 2.4 : 1.6) * u
    readonly property real underUntil: (compact ? 0.7 : 1.5) * u
    readonly property real underSub: (compact ? 0 : 0.8) * u
    readonly property real glyph: (portrait ? 16 : compact ? 15 : 14) * u

    // Type, in pixels
    readonly property real wordMost: (latin ? 40 : compact ? 25 : 27) * u
    readonly property real wordOne: Math.min(wordMost, (portrait ? (compact ? 29 : 38) : compact ? 36 : 36.5) * u)
    readonly property real wordTwo: Math.min(wordMost, (portrait ? (compact ? 30 : 38) : compact ? 31 : 34) * u)
    // Of the word, in parts of its size: how high its letters stand, and how far above the next line.
    readonly property real wordCap: latin ? 0.727 : 0.86
    readonly property real wordDrop: latin ? 0.212 : script === "Arab" ? 0.34 : 0.26
    readonly property real until: (compact ? 11.4 : 12.5) * u
    readonly property real room: (compact ? 8.2 : 6.4) * u
    readonly property real roomLong: (compact ? 5.2 : 4.4) * u
    readonly property real clock: (compact ? 9.5 : 8) * u
    readonly property real title: (compact ? 6.2 : 5.5) * text * u
    readonly property real headline: (compact ? 5.8 : 4.75) * text * u
    readonly property real head: (compact ? 5.4 : 4) * text * u
    readonly property real sub: (compact ? 5 : 4) * text * u
    readonly property real body: (compact ? 5 : 3.25) * text * u
    readonly property real label: (compact ? 4.6 : 2.75) * text * u
    readonly property real digits: (compact ? 4.4 : 2.75) * Math.min(text, 1.25) * u
    readonly property real key: (compact ? 7 : 4.75) * text * u
    readonly property real keyTime: (compact ? 5.6 : 4) * text * u
    readonly property real keyFilled: (compact ? 5.6 : 4) * text * u
    readonly property real keyWide: (compact ? 5 : 3.3) * text * u
    readonly property real stripWord: (compact ? 8 : 9) * u
    readonly property real stripUntil: (compact ? 4.6 : 3.6 * text) * u
    readonly property real farWord: (latin ? 48 : 34) * u
    readonly property real farUntil: (latin ? 22 : 16) * u
    readonly property real farRoom: 9 * u
    readonly property real farGlyph: 17 * u
    readonly property real farMargin: 7 * u
    readonly property real displayFrom: 30
    readonly property real iconScale: 1.25

    // Motion, in milliseconds. Still: the colour fades, all else changes at once.
    readonly property int tap: still ? 0 : 90
    readonly property int quick: still ? 0 : 160
    readonly property int sheetIn: still ? 0 : 280
    readonly property int sheetOut: still ? 0 : 200
    readonly property int contentIn: still ? 1 : 120
    readonly property int plane: still ? 200 : 420
    readonly property int wordOut: still ? 0 : 140
    readonly property int wordWait: still ? 0 : 160
    readonly property int wordIn: still ? 0 : 200
    readonly property int farIn: still ? 0 : 600
    readonly property int farOut: still ? 0 : 200
    readonly property int spinnerStep: still ? 1000 : 125
    readonly property list<real> easeQuick: [0.2, 0, 0, 1, 1, 1]
    readonly property list<real> easeOut: [0.4, 0, 1, 1, 1, 1]
    readonly property list<real> easePlane: [0.3, 0, 0.3, 1, 1, 1]

    // A font of many thousand signs is kept in memory once for each weight: two are enough.
    function weight(wanted: int): int {
        return script !== "Jpan" ? wanted : wanted < 570 ? 500 : 660;
    }

    function hung(what: string, colour: color, number: string): url {
        return "image://brand/" + what + "/" + colour.toString().slice(-6) + "/" + number;
    }

    function inked(name: string, ink: color): url {
        return "image://ink/" + name + "/" + ink.toString().slice(-6);
    }
}
