import Kiosk

// A key of the keyboard on the glass.
LocalKey {
    property bool small: false

    beside: true
    px: small ? Theme.label : Theme.keyFilled
}
