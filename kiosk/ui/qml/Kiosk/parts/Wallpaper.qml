import QtQuick
import Kiosk
import KioskGlass

// An admin's picture behind the face of a free room, in shades of its colour that only become lighter: the ink keeps its contrast.
// Nothing else has it: a colour that asks for something, or a doubt, stands alone. It comes with the colour and is gone before it.
Image {
    id: root

    required property Glass glass
    readonly property bool shown: glass.wallpaper !== "" && glass.tone === "free" && !glass.hatched && !Theme.highContrast

    visible: shown
    opacity: shown ? 1 : 0
    cache: false
    sourceSize: Qt.size(Math.round(width), Math.round(height))
    source: shown ? Theme.hung("wallpaper", Theme.palette.free, glass.wallpaper) : ""

    Behavior on opacity {
        enabled: root.shown && !root.glass.instant

        NumberAnimation {
            duration: Theme.plane
            easing.type: Easing.BezierSpline
            easing.bezierCurve: Theme.easePlane
        }
    }
}
