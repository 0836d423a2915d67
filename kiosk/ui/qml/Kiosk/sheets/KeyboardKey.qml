import Kiosk

// A key of the keyboard on the glass.
LocalKey {
    property bool small: false

    typing: true
    turned: false
    weight: small ? 560 : 500
    px: (small ? Theme.label : Theme.keyFilled) * Math.min(1, 1.25 / Theme.text)
}
