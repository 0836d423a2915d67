import QtQuick
import Kiosk

// The old words fade out, the new ones in; neither leaves or enters the accessible tree by it.
SequentialAnimation {
    id: root

    required property Item coming
    required property Item leaving

    PropertyAction {
        target: root.coming
        property: "opacity"
        value: 0
    }

    NumberAnimation {
        target: root.leaving
        property: "opacity"
        from: 1
        to: 0
        duration: Theme.wordOut
    }

    PauseAnimation {
        // Both turn to nothing at once when motion is reduced, one after the other.
        duration: Math.max(0, Theme.wordWait - Theme.wordOut)
    }

    NumberAnimation {
        target: root.coming
        property: "opacity"
        to: 1
        duration: Theme.wordIn
    }
}
